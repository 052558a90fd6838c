import { randomUUID } from 'node:crypto';
import type { KafkaBroker } from '../support/kafka-broker.js';
import type { WrittenRecord } from '../support/kafka/topic-writer.js';
import { stepMs } from '../support/limits.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { secureConf } from '../infrastructure/kafka/kafka-under-test.js';
import type { RawStream } from '../support/sse-client.js';

/** What a reader was sent: the events' `n` in the order they came, by `topic/partition`. */
export type Received = Readonly<Record<string, readonly unknown[]>>;

/** A topic that no other test has. */
export function uniqueTopic(): string {
  return `topic-${randomUUID()}`;
}

/** The configuration of a service that reads a broker. */
export function onKafka({ brokers }: Pick<KafkaBroker, 'brokers'>, requestTimeoutMs = 30_000): object {
  const conf = { 'metadata.broker.list': brokers.join(',') };
  return { conf, 'consumer.request.timeout.ms': requestTimeoutMs };
}

/** The configuration of a service that logs in to a broker, as one who may do what no rule of it forbids. */
export function onSecureKafka(broker: KafkaBroker): object {
  // Longer than any test waits: what is refused or passed over soon is not so because time is up.
  return { conf: secureConf(broker), 'consumer.request.timeout.ms': 300_000 };
}

/** A service with one stream, `edit`, of some topics; resolves when it is ready, its windows primed. */
export async function serveTopics(
  broker: KafkaBroker,
  topics: readonly string[],
  config: Readonly<Record<string, unknown>> = {},
): Promise<Service> {
  const service = await startService({ edit: { topics } }, { kafka: onKafka(broker), ...config });
  await untilOk(`${service.url}/health/ready`);
  return service;
}

/** Asks until the answer is 200. @throws {Error} with the last answer, after {@link stepMs} */
export async function untilOk(url: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const deadline = Date.now() + stepMs;
  for (;;) {
    const response = await fetch(url, { method: 'GET', headers });
    const body = await response.text();
    if (response.status === 200) return;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${url}; got: ${body}`);
  }
}

/** Asks again and again whether something is so. @throws {Error} after a time that is long on a slow machine too */
export async function untilTrue(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('Waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A record whose event is `{"n": …}`. */
export function numbered(n: number | string, timestamp?: number): WrittenRecord {
  return { value: JSON.stringify({ n }), ...(timestamp !== undefined && { timestamp }) };
}

/** The events of a reader of SSE by partition. */
export function received({ data }: Pick<RawStream, 'data'>): Received {
  return byPartition(data);
}

/** The events of a reader of NDJSON by partition. */
export function receivedLines(stream: RawStream): Received {
  const lines = stream.text.split('\n').slice(0, -1).filter(Boolean);
  return byPartition(lines.map((line) => JSON.parse(line) as Record<string, unknown>));
}

function byPartition(events: readonly Record<string, unknown>[]): Received {
  const found: Record<string, unknown[]> = {};
  for (const event of events) {
    const { topic, partition } = event['meta'] as { readonly topic: string; readonly partition: number };
    (found[`${topic}/${partition}`] ??= []).push(event['n']);
  }
  return found;
}
