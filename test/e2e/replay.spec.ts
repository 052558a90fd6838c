import type { Chunk } from '../../src/domain/log-record.js';
import { MemoryEventSource } from '../../src/infrastructure/memory/memory-event-source.js';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { MetricsPage } from '../support/metrics.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const topic = 'dc1.edit';
const streams = { edit: { topics: [topic] } };
const readerCount = 100;
const eventCount = 600;
const filler = 'x'.repeat(300);
/** Reads of one record find a place; those that replay ask for more. */
const leastReplayBytes = 1000;

describe('many readers of the same past', () => {
  let log: MemoryLog;
  let service: Service;
  let fetches: Fetches;

  beforeEach(() => {
    log = new MemoryLog();
    log.createTopic(topic, 1);
    for (let n = 0; n < eventCount; n += 1) append(n);
    fetches = new Fetches();
  });

  afterEach(async () => {
    fetches.restore();
    await service.close();
  });

  const append = (n: number): number =>
    log.append(topic, 0, { timestamp: 1000 + n, value: JSON.stringify({ n, filler }) });
  const open = (query = '', headers = {}): Promise<RawStream> =>
    RawStream.open(`${service.url}/v2/stream/edit${query}`, headers);

  it('read the log about once between them, and all get all of it', async () => {
    service = await startService(streams, { window_bytes: 0, catch_up_bytes: 20_000 }, log);
    fetches.clear();
    const readers = await Promise.all(Array.from({ length: readerCount }, () => open('?since=0')));
    await Promise.all(readers.map((reader) => reader.until(({ events }) => events.length === eventCount)));
    for (const reader of readers) {
      expect(reader.data.map(({ n }) => n)).toEqual(Array.from({ length: eventCount }, (_, n) => n));
      reader.close();
    }
    expect(fetches.records).toBeGreaterThanOrEqual(eventCount);
    expect(fetches.records).toBeLessThanOrEqual(2 * eventCount);
  });

  it('never have more reads of the log under way than max_log_readers, and nobody else waits for them', async () => {
    service = await startService(
      streams,
      { window_bytes: 0, max_log_readers: 3, catch_up_bytes: 20_000 },
      log,
    );
    fetches.clear();
    fetches.hold();
    // Each begins elsewhere, so that none can share what another reads.
    const readers = await Promise.all(
      Array.from({ length: readerCount }, (_, index) =>
        open('', { 'Last-Event-ID': JSON.stringify([{ topic, partition: 0, offset: index }]) }),
      ),
    );
    await fetches.until(3);
    const health = await fetch(`${service.url}/health`);
    const live = await open();
    await live.until(({ blocks }) => blocks.length === 1);
    append(eventCount);
    await live.until(({ events }) => events.length === 1);
    expect([health.status, fetches.underWay]).toEqual([200, 3]);
    fetches.release();
    for (const [index, reader] of readers.entries()) {
      await reader.until((one) => one.hasWhole(`"n":${eventCount},`));
      expect(reader.data.map(({ n }) => n)).toEqual(
        Array.from({ length: eventCount + 1 - index }, (_, n) => n + index),
      );
      reader.close();
    }
    expect(fetches.mostUnderWay).toBe(3);
    live.close();
  });

  it('is not read for those who have left', async () => {
    const config = { window_bytes: 0, max_log_readers: 1, catch_up_bytes: 20_000 };
    service = await startService(streams, config, log);
    fetches.clear();
    fetches.hold();
    const readers = await Promise.all(
      Array.from({ length: readerCount }, (_, index) =>
        open('', { 'Last-Event-ID': JSON.stringify([{ topic, partition: 0, offset: index }]) }),
      ),
    );
    await fetches.until(1);
    for (const reader of readers) reader.close();
    await MetricsPage.until(
      service.url,
      (page) => page.value('eventstreams_clients{state="catching_up"}') === 0,
    );
    fetches.release();
    const last = await open('', { 'Last-Event-ID': JSON.stringify([{ topic, partition: 0, offset: 590 }]) });
    await last.until(({ events }) => events.length === 10);
    expect(fetches.records).toBe(10);
    last.close();
  });

  it('that was cut a moment ago are served from memory', async () => {
    service = await startService(streams, {}, log);
    const first = await Promise.all(Array.from({ length: 20 }, () => open()));
    await Promise.all(first.map((reader) => reader.until(({ blocks }) => blocks.length === 1)));
    append(eventCount);
    await Promise.all(first.map((reader) => reader.until(({ events }) => events.length === 1)));
    for (const reader of first) reader.close();
    for (let n = 1; n <= 5; n += 1) append(eventCount + n);
    fetches.clear();
    const again = await Promise.all(
      first.map((reader) => open('', { 'Last-Event-ID': reader.lastId ?? '' })),
    );
    for (const reader of again) {
      await reader.until(({ events }) => events.length === 5);
      expect(reader.data.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5].map((n) => eventCount + n));
      reader.close();
    }
    expect(fetches.count).toBe(0);
  });
});

/** Watches the reads of the log, and holds back those that replay until they are released. */
class Fetches {
  count = 0;
  /** How many records reads that replay have given. */
  records = 0;
  underWay = 0;
  mostUnderWay = 0;
  private gate: Promise<void> | undefined;
  private open: () => void = () => undefined;
  private waiting: (() => void)[] = [];
  private readonly spy: jest.SpyInstance;

  constructor() {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
    const original = MemoryEventSource.prototype.fetch;
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- `this` is the source within the spy
    const fetches = this;
    this.spy = jest.spyOn(MemoryEventSource.prototype, 'fetch').mockImplementation(function (
      this: MemoryEventSource,
      ...args
    ) {
      return fetches.run(args[2], () => original.apply(this, args));
    });
  }

  clear(): void {
    [this.count, this.records, this.mostUnderWay] = [0, 0, 0];
  }

  hold(): void {
    this.gate = new Promise((resolve) => (this.open = resolve));
  }

  release(): void {
    this.gate = undefined;
    this.open();
  }

  restore(): void {
    this.release();
    this.spy.mockRestore();
  }

  async until(underWay: number): Promise<void> {
    while (this.underWay < underWay) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private async run(maxBytes: number, read: () => Promise<Chunk>): Promise<Chunk> {
    this.count += 1;
    if (maxBytes < leastReplayBytes) return read();
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    for (const wake of this.waiting.splice(0)) wake();
    try {
      await this.gate;
      const chunk = await read();
      this.records += chunk.records.length;
      return chunk;
    } finally {
      this.underWay -= 1;
    }
  }
}
