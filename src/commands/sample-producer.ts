import { setTimeout as wait } from 'node:timers/promises';
import type { KafkaWriter, WrittenRecord } from '../infrastructure/kafka/kafka-writer.js';
import { sampleStreams } from '../infrastructure/memory/sample/sample-streams.js';
import { SampleTimeline } from '../infrastructure/memory/sample/sample-timeline.js';

/** Settings of the producer. */
export interface SampleProducerSettings {
  /** On average, over all topics, without canary events; above 0. */
  readonly eventsPerSecond: number;
  /** How far back the events of new topics begin. */
  readonly historyMs: number;
}

const canaryIntervalMs = 60_000;
/** Large enough to write a history fast, and well below the limit of a broker. */
const batchRecords = 500;

/** Writes the sample's events into Kafka, each when it is due. */
export class SampleProducer {
  constructor(
    private readonly writer: KafkaWriter,
    private readonly settings: SampleProducerSettings,
  ) {}

  /**
   * Creates the missing topics of the sample, writes past events if all of them are new, and then produces until it is
   * aborted.
   *
   * @throws {Error} of kafkajs, if Kafka is unavailable for longer than it retries
   */
  async run(signal: AbortSignal): Promise<void> {
    const topics = sampleStreams.flatMap((stream) => stream.topics);
    const created = await this.writer.createTopics(topics);
    const { eventsPerSecond, historyMs } = this.settings;
    const now = Date.now();
    // A producer that is restarted writes no past again, and not the same events.
    const startsAt = created.length === topics.length ? now - historyMs : now;
    const timeline = new SampleTimeline({ seed: now, startsAt, eventsPerSecond, canaryIntervalMs });
    while (!signal.aborted) {
      const records = due(timeline, Date.now());
      if (records.length > 0) await this.writer.write(records);
      else await pause(timeline.nextAt - Date.now(), signal);
    }
  }
}

function due(timeline: SampleTimeline, now: number): readonly WrittenRecord[] {
  const records: WrittenRecord[] = [];
  while (timeline.nextAt <= now && records.length < batchRecords) {
    const { at, events } = timeline.next();
    for (const { topic, body } of events) records.push({ topic, timestamp: at, value: JSON.stringify(body) });
  }
  return records;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
}
