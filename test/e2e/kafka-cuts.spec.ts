import { Random } from '../../src/infrastructure/memory/sample/random.js';
import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../support/kafka-broker.js';
import type { KafkaBroker } from '../support/kafka-broker.js';
import { testTimeoutMs } from '../support/limits.js';
import type { Service } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';
import { BusyTopic } from './busy-topic.js';
import { received, serveTopics, uniqueTopic } from './kafka-streams.js';

const cutCount = 50;

describeKafka('a reader of Kafka whose connection is cut again and again', () => {
  let broker: KafkaBroker;
  let replicas: readonly Service[] = [];

  beforeAll(async () => {
    broker = await startKafka();
  }, kafkaStartTimeoutMs);

  afterAll(() => broker.stop());

  afterEach(() => Promise.all(replicas.map((replica) => replica.close())));

  it.each([1, 2, 3])(
    'is sent every event once, in the order of each partition, by whichever replica (seed %i)',
    async (seed) => {
      const startMs = Date.now() - 10_000;
      const topic = new BusyTopic(uniqueTopic(), broker, new Random(seed), startMs);
      await topic.create();
      replicas = [
        await serveTopics(broker, [topic.topic]),
        await serveTopics(broker, [topic.topic], { window_bytes: 0 }),
      ];
      const reader = new CutReader(new Random(-seed), replicas, startMs);
      for (let cut = 0; cut < cutCount; cut += 1) await reader.readUntilCut(topic);
      await topic.finish();
      expect(await reader.readToEnd(topic)).toEqual(topic.expected);
    },
    testTimeoutMs,
  );
});

/** A client that goes on from the last id of a whole block it got, as browsers do. */
class CutReader {
  readonly #got: Record<string, unknown[]> = {};
  #count = 0;
  #lastId: string | undefined;

  constructor(
    private readonly random: Random,
    private readonly replicas: readonly Service[],
    private readonly sinceMs: number,
  ) {}

  /** Reads while something is written, and loses the connection somewhere, perhaps within a block. */
  async readUntilCut(topic: BusyTopic): Promise<void> {
    const wanted = this.random.integer(0, topic.readableCount - this.#count);
    const isCutWhileWriting = this.random.chance(0.5);
    const stream = await this.#open();
    const writing = topic.writeOn();
    if (!isCutWhileWriting) await writing;
    await stream.until(({ events }) => events.length >= wanted);
    stream.close();
    stream.text = stream.text.slice(0, this.random.integer(0, stream.text.length));
    this.#take(stream);
    await writing;
  }

  /** Reads until there is nothing left. */
  async readToEnd(topic: BusyTopic): Promise<Readonly<Record<string, readonly unknown[]>>> {
    const stream = await this.#open();
    await stream.until(({ events }) => events.length >= topic.readableCount - this.#count);
    stream.close();
    this.#take(stream);
    return this.#got;
  }

  #open(): Promise<RawStream> {
    const headers = this.#lastId === undefined ? {} : { 'last-event-id': this.#lastId };
    return RawStream.open(
      `${this.random.pick(this.replicas).url}/v2/stream/edit?since=${this.sinceMs}`,
      headers,
    );
  }

  #take(stream: RawStream): void {
    for (const [partition, events] of Object.entries(received(stream))) {
      (this.#got[partition] ??= []).push(...events);
      this.#count += events.length;
    }
    this.#lastId = stream.lastId ?? this.#lastId;
  }
}
