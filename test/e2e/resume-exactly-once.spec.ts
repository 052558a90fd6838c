import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const topics = ['dc1.edit', 'dc2.edit'] as const;
const partitionCount = 2;
const cuts = 60;
const eventsPerCut = 40;

describe.each([
  ['served from windows', {}],
  ['served from the log', { window_bytes: 0 }],
  ['with a small share of memory', { window_bytes: 20_000, catch_up_bytes: 4000 }],
])('a reader that is cut again and again, %s', (_, config) => {
  let log: MemoryLog;
  let service: Service;

  beforeEach(async () => {
    log = new MemoryLog();
    for (const topic of topics) log.createTopic(topic, partitionCount);
    service = await startService({ edit: { topics: [...topics] } }, config, log);
  });

  afterEach(() => service.close());

  it('receives each event exactly once, in the order of its partition', async () => {
    const producer = new Producer(log, 20_261_121);
    const got: Got[] = [];
    let id = '';
    for (let cut = 0; cut < cuts; cut += 1) {
      const stream = await RawStream.open(
        `${service.url}/v2/stream/edit`,
        id === '' ? {} : { 'Last-Event-ID': id },
      );
      await stream.until(({ blocks }) => blocks.length > 0);
      const wanted = producer.random(eventsPerCut);
      let came = 0;
      while (came < wanted) {
        producer.burst();
        const before = stream.text.length;
        if (producer.sent.length > got.length + stream.events.length) {
          await stream.until(({ text }) => text.length > before);
        }
        came = stream.events.length;
      }
      // The client is cut with bytes of its next events on their way.
      producer.burst();
      got.push(...eventsOf(stream));
      id = stream.lastId ?? '';
      stream.close();
      producer.burst();
    }
    const last = await RawStream.open(`${service.url}/v2/stream/edit`, { 'Last-Event-ID': id });
    producer.end();
    await last.until(({ events }) => got.length + events.length >= producer.sent.length);
    got.push(...eventsOf(last));
    last.close();
    expect(perPartition(got)).toEqual(perPartition(producer.sent));
  });

  it('receives what it missed by time, oldest first over all partitions', async () => {
    const producer = new Producer(log, 7);
    for (let n = 0; n < 300; n += 1) producer.burst();
    producer.end();
    const stream = await RawStream.open(`${service.url}/v2/stream/edit?since=0`);
    await stream.until(({ events }) => events.length >= producer.sent.length);
    stream.close();
    const times = eventsOf(stream).map(({ time }) => time);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(perPartition(eventsOf(stream))).toEqual(perPartition(producer.sent));
  });
});

interface Got {
  readonly at: string;
  readonly n: number;
  readonly time: number;
}

/** Appends events and what is none, with a generator of its own so that a failure happens again. */
class Producer {
  /** What readers are to receive. */
  readonly sent: Got[] = [];
  private n = 0;
  private time = 1_000_000;

  constructor(
    private readonly log: MemoryLog,
    private seed: number,
  ) {}

  /** A whole number from 0 up to a limit. @see mulberry32 */
  random(limit: number): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  /** One to eight records: often in one millisecond, rarely in the quiet partition. */
  burst(): void {
    const topic = topics[this.random(2)] ?? topics[0];
    const partition = this.random(20) === 0 ? 1 : 0;
    const count = 1 + this.random(8);
    const kind = this.random(10);
    if (kind < 2) this.transaction(topic, partition, count, kind === 0);
    else for (let index = 0; index < count; index += 1) this.append(topic, partition);
  }

  /** Something to receive in every partition, so that all are followed to their end. */
  end(): void {
    for (const topic of topics) {
      for (let partition = 0; partition < partitionCount; partition += 1)
        this.event(topic, partition, this.log);
    }
  }

  private append(topic: string, partition: number): void {
    if (this.random(6) > 0) {
      this.event(topic, partition, this.log);
      return;
    }
    const value = this.random(2) === 0 ? null : 'no JSON';
    this.log.append(topic, partition, { timestamp: this.time, value });
  }

  private event(topic: string, partition: number, log: Pick<MemoryLog, 'append'>): void {
    const got = this.next(topic, partition);
    log.append(topic, partition, { timestamp: got.time, value: JSON.stringify(got) });
    this.sent.push(got);
  }

  private transaction(topic: string, partition: number, count: number, commits: boolean): void {
    const transaction = this.log.transaction(topic, partition);
    const records = Array.from({ length: count }, () => this.next(topic, partition));
    for (const got of records) transaction.append({ timestamp: got.time, value: JSON.stringify(got) });
    if (commits) {
      transaction.commit();
      this.sent.push(...records);
    } else transaction.abort();
  }

  private next(topic: string, partition: number): Got {
    if (this.random(3) === 0) this.time += this.random(5);
    return { at: `${topic}/${partition}`, n: (this.n += 1), time: this.time };
  }
}

function eventsOf(stream: RawStream): readonly Got[] {
  return stream.data.map(({ at, n, time }) => ({ at: String(at), n: Number(n), time: Number(time) }));
}

function perPartition(events: readonly Got[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const { at, n } of events) found.set(at, [...(found.get(at) ?? []), n]);
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}
