import { KafkaConnection } from '../../../src/infrastructure/kafka/kafka-connection.js';
import { KafkaEventSource } from '../../../src/infrastructure/kafka/kafka-event-source.js';
import { KafkaOffsetResolver } from '../../../src/infrastructure/kafka/kafka-offset-resolver.js';
import { parseKafkaConf } from '../../../src/infrastructure/kafka/parse-kafka-conf.js';
import type { KafkaBroker } from '../../support/kafka-broker.js';
import { FetchReports } from './fetch-reports.js';

/** The settings of a client that logs in to a broker, and may do what nothing forbids it. */
export function secureConf({ secure }: Pick<KafkaBroker, 'secure'>): Readonly<Record<string, string>> {
  return {
    'metadata.broker.list': secure.broker,
    'security.protocol': 'SASL_SSL',
    'sasl.mechanism': 'PLAIN',
    'sasl.username': secure.username,
    'sasl.password': secure.password,
    'ssl.ca.location': secure.caFile,
  };
}

/** The adapter as the service has it, and what it told. */
export class KafkaUnderTest {
  readonly reports = new FetchReports();
  readonly connection: KafkaConnection;
  readonly source: KafkaEventSource;
  readonly resolver: KafkaOffsetResolver;

  /** @param conf librdkafka's names */
  constructor(conf: Readonly<Record<string, unknown>>) {
    const settings = parseKafkaConf(conf, (message) => this.reports.warn(message));
    this.connection = new KafkaConnection(settings, this.reports);
    this.source = new KafkaEventSource(this.connection, this.reports);
    this.resolver = new KafkaOffsetResolver(this.connection);
  }
}
