import type { FactoryBinding } from './binding.js';
import { factoryOf } from './binding.js';
import type { DependencyState } from '../../application/dependency-probe.js';
import { LogAdapter } from '../../application/log/log-adapter.js';
import { Telemetry } from '../../domain/ports/telemetry.js';
import { KafkaConnection } from '../../infrastructure/kafka/kafka-connection.js';
import { KafkaEventSource } from '../../infrastructure/kafka/kafka-event-source.js';
import { KafkaOffsetResolver } from '../../infrastructure/kafka/kafka-offset-resolver.js';
import { parseKafkaConf } from '../../infrastructure/kafka/parse-kafka-conf.js';
import type { LogBinding } from './binding.js';

/** How to connect to Kafka. */
export interface KafkaOptions {
  /** `host:port` of some brokers, which name the others; overrides those in `conf`. */
  readonly brokers?: readonly string[];
  /** Settings with librdkafka's names, such as `security.protocol`; may contain secrets. Default: none. */
  readonly conf?: Readonly<Record<string, string | number | boolean>>;
  /** The client id, for the logs and quotas of brokers; default: `client.id` of `conf`, else `eventstreams`. */
  readonly clientId?: string;
  /** The timeout of a request to Kafka; default: `socket.timeout.ms` of `conf`, else 30 000. */
  readonly requestTimeoutMs?: number;
}

/**
 * Binds the log to Kafka: `EventStreamsModule.forRoot({ ...kafka({ brokers: ['kafka-1:9092'] }), … })`.
 *
 * Connects when the application starts. Invalid options make the start fail.
 */
export function kafka(options: KafkaOptions | FactoryBinding<KafkaOptions>): LogBinding {
  const { inject = [], useFactory } = factoryOf(options);
  return {
    log: {
      inject: [Telemetry, ...inject],
      useFactory: async (...[telemetry, ...dependencies]: [Telemetry, ...never[]]) =>
        new KafkaLog(await useFactory(...dependencies), telemetry),
    },
  };
}

class KafkaLog extends LogAdapter {
  readonly source: KafkaEventSource;
  readonly offsets: KafkaOffsetResolver;
  override readonly dependency = {
    name: 'kafka',
    check: (): DependencyState => {
      const { up, lastError, operatorError } = this.connection.state();
      return {
        up,
        ...(lastError !== undefined && { detail: lastError }),
        ...(operatorError !== undefined && { operatorDetail: operatorError }),
      };
    },
  };
  private readonly connection: KafkaConnection;

  constructor({ brokers, conf = {}, clientId, requestTimeoutMs }: KafkaOptions, telemetry: Telemetry) {
    super();
    const named = brokers === undefined ? {} : { 'metadata.broker.list': brokers.join(',') };
    const parsed = parseKafkaConf({ ...conf, ...named }, (message) => telemetry.warn(message));
    this.connection = new KafkaConnection(
      {
        ...parsed,
        ...(requestTimeoutMs !== undefined && { requestTimeoutMs }),
        ...(clientId !== undefined && { clientId }),
      },
      telemetry,
    );
    this.source = new KafkaEventSource(this.connection, telemetry);
    this.offsets = new KafkaOffsetResolver(this.connection);
  }

  onApplicationShutdown(): void {
    this.connection.close();
  }
}
