import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { Dependency } from './application/dependency.js';
import type { EventSource } from './domain/ports/event-source.js';
import type { OffsetResolver } from './domain/ports/offset-resolver.js';
import type { Telemetry } from './domain/ports/telemetry.js';
import type { Settings } from './infrastructure/config/settings.js';
import { KafkaConnection } from './infrastructure/kafka/kafka-connection.js';
import { KafkaEventSource } from './infrastructure/kafka/kafka-event-source.js';
import { KafkaOffsetResolver } from './infrastructure/kafka/kafka-offset-resolver.js';
import { parseKafkaConf } from './infrastructure/kafka/parse-kafka-conf.js';
import { MemoryEventSource } from './infrastructure/memory/memory-event-source.js';
import { MemoryLog } from './infrastructure/memory/memory-log.js';
import { MemoryOffsetResolver } from './infrastructure/memory/memory-offset-resolver.js';
import { SampleFeed } from './infrastructure/memory/sample/sample-feed.js';

/** A log: both ports on one connection, what its health is told by, and its end. */
@Injectable()
export abstract class LogParts implements OnApplicationShutdown {
  abstract readonly source: EventSource;
  abstract readonly offsets: OffsetResolver;
  abstract readonly dependency: Dependency;
  abstract onApplicationShutdown(): void;
}

/** The log that the settings ask for: Kafka, or one in memory with sample events. */
export async function logParts(settings: Settings, telemetry: Telemetry): Promise<LogParts> {
  if (settings.kafka) return kafkaParts(settings.kafka, telemetry);
  const { maxBytes, maxAgeMs, sampleEventsPerSecond, sampleHistoryMs } = settings.memoryLog;
  const log = new MemoryLog({ retentionBytes: maxBytes, retentionMs: maxAgeMs });
  const feed = new SampleFeed(log, { eventsPerSecond: sampleEventsPerSecond, historyMs: sampleHistoryMs });
  if (sampleEventsPerSecond > 0) await feed.start();
  return {
    source: new MemoryEventSource(log),
    offsets: new MemoryOffsetResolver(log),
    dependency: { name: 'memory-log', check: () => ({ up: log.available }) },
    onApplicationShutdown: () => feed.stop(),
  };
}

function kafkaParts(settings: NonNullable<Settings['kafka']>, telemetry: Telemetry): LogParts {
  const { conf, requestTimeoutMs, clientId } = settings;
  const parsed = parseKafkaConf(conf, (message) => telemetry.warn(message));
  const connection = new KafkaConnection(
    { ...parsed, requestTimeoutMs, ...(clientId !== undefined && { clientId }) },
    telemetry,
  );
  return {
    source: new KafkaEventSource(connection, telemetry),
    offsets: new KafkaOffsetResolver(connection),
    dependency: {
      name: 'kafka',
      check: () => {
        const { up, lastError } = connection.state();
        return { up, ...(lastError !== undefined && { detail: lastError }) };
      },
    },
    onApplicationShutdown: () => connection.close(),
  };
}
