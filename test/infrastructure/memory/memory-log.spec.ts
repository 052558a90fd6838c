import { OffsetOutOfRange, PartitionGone } from '../../../src/domain/errors.js';
import type { Chunk } from '../../../src/domain/log-record.js';
import { MemoryEventSource } from '../../../src/infrastructure/memory/memory-event-source.js';
import { MemoryLog } from '../../../src/infrastructure/memory/memory-log.js';
import { MemoryOffsetResolver } from '../../../src/infrastructure/memory/memory-offset-resolver.js';
import { fetchToEnd, Reading } from '../../contracts/reading.js';

const zero = { topic: 't', partition: 0 };
const one = { topic: 't', partition: 1 };

function valuesOf(chunks: readonly Chunk[]): readonly (string | null)[] {
  return chunks.flatMap(({ records }) => records.map(({ value }) => value?.toString() ?? null));
}

describe('MemoryLog', () => {
  describe('retention', () => {
    /** Each record counts as 1000 bytes. */
    const value = 'x'.repeat(900);

    it('keeps no more bytes than it may, over all partitions, and drops the oldest first', async () => {
      const log = new MemoryLog({ retentionBytes: 5000, now: () => 100 });
      log.createTopic('t', 2);
      for (const timestamp of [10, 30, 50]) log.append('t', 0, { timestamp, value });
      for (const timestamp of [20, 40, 60]) log.append('t', 1, { timestamp, value });
      const bounds = () => new MemoryOffsetResolver(log).bounds([zero, one]);
      expect(await bounds()).toEqual([
        { start: 1, end: 3 },
        { start: 0, end: 3 },
      ]);
      log.append('t', 0, { timestamp: 70, value });
      expect(await bounds()).toEqual([
        { start: 1, end: 4 },
        { start: 1, end: 3 },
      ]);
    });

    it('drops by age when records are appended', () => {
      let now = 1000;
      const log = new MemoryLog({ retentionMs: 100, now: () => now });
      log.createTopic('t', 2);
      log.append('t', 0, { timestamp: 1000, value });
      now = 1101;
      log.append('t', 1, { timestamp: 1101, value });
      expect(log.partition('t', 0).bounds).toEqual({ start: 1, end: 1 });
      expect(log.partition('t', 1).bounds).toEqual({ start: 0, end: 1 });
    });

    it('drops by age when records are read', async () => {
      let now = 1000;
      const log = new MemoryLog({ retentionMs: 100, now: () => now });
      const source = new MemoryEventSource(log);
      log.createTopic('t', 1);
      log.append('t', 0, { timestamp: 1000, value: 'old' });
      log.append('t', 0, { timestamp: 1050, value: 'young' });
      now = 1100;
      expect(valuesOf(await fetchToEnd(source, zero, 0, 1000))).toEqual(['old', 'young']);
      now = 1101;
      await expect(source.fetch(zero, 0, 1000)).rejects.toBeInstanceOf(OffsetOutOfRange);
      expect(await new MemoryOffsetResolver(log).bounds([zero])).toEqual([{ start: 1, end: 2 }]);
      expect(await new MemoryOffsetResolver(log).offsetAt([zero], 0)).toEqual([1]);
      now = 9999;
      expect(await new Reading(source, zero, 1).failure()).toBeInstanceOf(OffsetOutOfRange);
    });

    it('drops by age when its bounds and times are asked for', async () => {
      let now = 1000;
      const log = new MemoryLog({ retentionMs: 100, now: () => now });
      const resolver = new MemoryOffsetResolver(log);
      log.createTopic('t', 1);
      log.append('t', 0, { timestamp: 1000, value });
      log.append('t', 0, { timestamp: 1050, value });
      now = 1101;
      expect(await resolver.bounds([zero])).toEqual([{ start: 1, end: 2 }]);
      now = 1151;
      expect(await resolver.offsetAt([zero], 0)).toEqual([undefined]);
    });

    it('keeps what an open transaction holds back', () => {
      const log = new MemoryLog({ retentionMs: 100, now: () => 1000 });
      log.createTopic('t', 1);
      log.transaction('t', 0).append({ timestamp: 0, value });
      log.append('t', 0, { timestamp: 0, value });
      expect(log.partition('t', 0).bounds).toEqual({ start: 0, end: 0 });
    });

    it('lets go of the memory of what it drops', () => {
      const log = new MemoryLog({ retentionBytes: 50_000, now: () => 0 });
      log.createTopic('t', 1);
      for (let i = 0; i < 5000; i++) log.append('t', 0, { timestamp: i, value });
      expect(log.partition('t', 0).bytes).toBe(50_000);
      expect(log.partition('t', 0).bounds).toEqual({ start: 4950, end: 5000 });
    });
  });

  it('gives the records of one turn of the event loop in one chunk', async () => {
    const log = new MemoryLog();
    log.createTopic('t', 1);
    const reading = new Reading(new MemoryEventSource(log), zero, 0);
    for (let i = 0; i < 1000; i++) log.append('t', 0, { timestamp: Date.now(), value: `${i}` });
    await reading.valuesOnceThereAre(1000);
    expect(reading.chunks).toHaveLength(1);
    reading.stop();
  });

  it('holds nothing for a tail that ended before it began', async () => {
    const log = new MemoryLog();
    log.createTopic('t', 1);
    log.append('t', 0, { timestamp: Date.now(), value: 'a' });
    const source = new MemoryEventSource(log);
    new Reading(source, zero, 0).stop();
    const other = new Reading(source, zero, 0);
    await other.valuesOnceThereAre(1);
    expect([log.openTails, log.partition('t', 0).watcherCount]).toEqual([1, 1]);
    other.stop();
    expect([log.openTails, log.partition('t', 0).watcherCount]).toEqual([0, 0]);
  });

  it('gives a past in chunks of a megabyte, and lets others run between them', async () => {
    const log = new MemoryLog();
    log.createTopic('t', 1);
    for (let i = 0; i < 400; i++) log.append('t', 0, { timestamp: Date.now(), value: 'x'.repeat(10_000) });
    const turns: number[] = [];
    let turn = 0;
    const count = (): void => {
      turn++;
      if (turns.length < 4) setImmediate(count);
    };
    setImmediate(count);
    const reading = new Reading(new MemoryEventSource(log), zero, 0, () => turns.push(turn));
    await reading.valuesOnceThereAre(400);
    for (const { records } of reading.chunks) {
      expect(records.reduce((sum, { value }) => sum + value!.length, 0)).toBeLessThanOrEqual(1024 * 1024);
    }
    expect(new Set(turns).size).toBe(reading.chunks.length);
    expect(reading.chunks.length).toBeGreaterThanOrEqual(4);
    reading.stop();
  });

  it('ends a tail that is beyond the end after a truncation, and lets the others go on', async () => {
    const log = new MemoryLog();
    log.createTopic('t', 1);
    for (const value of ['a', 'b', 'c']) log.append('t', 0, { timestamp: Date.now(), value });
    const source = new MemoryEventSource(log);
    const beyond = new Reading(source, zero, 3);
    const within = new Reading(source, zero, 1);
    await within.valuesOnceThereAre(2);
    within.stop();
    const early = new Reading(source, zero, 0);
    log.truncate('t', 0, 2);
    expect(await beyond.failure()).toBeInstanceOf(OffsetOutOfRange);
    log.append('t', 0, { timestamp: Date.now(), value: 'other' });
    expect(await early.valuesOnceThereAre(3)).toEqual(['a', 'b', 'other']);
    early.stop();
  });

  it('forgets an open transaction that a truncation removed', () => {
    const log = new MemoryLog();
    log.createTopic('t', 1);
    log.append('t', 0, { timestamp: 1, value: 'a' });
    log.transaction('t', 0).append({ timestamp: 2, value: 'b' });
    log.truncate('t', 0, 1);
    log.append('t', 0, { timestamp: 3, value: 'c' });
    expect(log.partition('t', 0).bounds.end).toBe(2);
  });

  it('begins a recreated topic at 0, and ends tails of the old one even where it has outgrown their position', async () => {
    const log = new MemoryLog();
    log.createTopic('t', 1);
    log.append('t', 0, { timestamp: 1, value: 'a' });
    const source = new MemoryEventSource(log);
    const reading = new Reading(source, zero, 0);
    await reading.valuesOnceThereAre(1);
    log.deleteTopic('t');
    log.createTopic('t', 1);
    expect(log.append('t', 0, { timestamp: Date.now(), value: 'b' })).toBe(0);
    log.append('t', 0, { timestamp: Date.now(), value: 'c' });
    expect(await reading.failure()).toBeInstanceOf(PartitionGone);
    expect(valuesOf(await fetchToEnd(source, zero, 0, 1000))).toEqual(['b', 'c']);
  });

  it('keeps a value in memory of its own', () => {
    const log = new MemoryLog();
    log.createTopic('t', 1);
    const large = Buffer.from('0123456789'.repeat(1000));
    log.append('t', 0, { timestamp: Date.now(), value: large.subarray(10, 20) });
    log.append('t', 0, { timestamp: Date.now(), value: 'ü' });
    const { records } = log.partition('t', 0).read(0, 1000);
    expect(records.map(({ value }) => value!.toString())).toEqual(['0123456789', 'ü']);
    expect(records.map(({ value }) => value!.buffer.byteLength)).toEqual([10, 2]);
  });

  it('takes one offset for the end of a transaction, and nothing after it is decided', () => {
    const log = new MemoryLog();
    log.createTopic('t', 1);
    const transaction = log.transaction('t', 0);
    expect(transaction.append({ timestamp: 1, value: 'a' })).toBe(0);
    transaction.abort();
    expect(log.append('t', 0, { timestamp: Date.now(), value: 'b' })).toBe(2);
    expect(() => transaction.append({ timestamp: 1, value: 'c' })).toThrow('it is aborted');
    expect(() => transaction.commit()).toThrow('it is aborted');
  });

  it('is another log each time, unless it is given a name', () => {
    const [a, b] = [new MemoryLog(), new MemoryLog()];
    expect(a.logId).toMatch(/^[A-Za-z0-9_-]{4}$/);
    expect(a.logId).not.toBe(b.logId);
    expect(new MemoryLog({ logId: 'q7Zk' }).logId).toBe('q7Zk');
  });

  it('refuses a topic that exists, and records of one that does not', () => {
    const log = new MemoryLog();
    log.createTopic('t', 1);
    expect(() => log.createTopic('t', 1)).toThrow('Cannot create topic "t": it exists');
    expect(() => log.append('t', 1, { timestamp: 1, value: null })).toThrow(PartitionGone);
    expect(() => log.addPartitions('u', 1)).toThrow(PartitionGone);
  });
});
