import { setTimeout as wait } from 'node:timers/promises';
import type { KafkaWriter, WrittenRecord } from '../infrastructure/kafka/kafka-writer.js';
import { sampleStreams } from '../infrastructure/memory/sample/sample-streams.js';
import { SampleTimeline } from '../infrastructure/memory/sample/sample-timeline.js';

/** What is produced. */
export interface SampleProducerSettings {
  /** On average, over all topics, canary events apart; above 0. */
  readonly eventsPerSecond: number;
  /** How far back events go in topics that are new. */
  readonly historyMs: number;
}

const canaryIntervalMs = 60_000;
/** Enough for a history to be written fast, and well below what a broker takes at once. */
const batchRecords = 500;

/** Writes what happens on the sample's wikis into Kafka, each event when it is due. */
export class SampleProducer {
  constructor(
    private readonly writer: KafkaWriter,
    private readonly settings: SampleProducerSettings,
  ) {}

  /**
   * Creates the topics of the sample that are missing, gives them a past if none was there, and goes on until it is
   * aborted.
   * @throws {Error} kafkajs' own, where Kafka is away for longer than it tries
   */
  async run(signal: AbortSignal): Promise<void> {
    const topics = sampleStreams.flatMap((stream) => stream.topics);
    const created = await this.writer.createTopics(topics);
    const { eventsPerSecond, historyMs } = this.settings;
    const now = Date.now();
    // A producer that starts again tells no past twice, nor the same story.
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
