import { map } from 'rxjs';
import {
  NotAuthorized,
  OffsetOutOfRange,
  PartitionGone,
  SourceUnavailable,
} from '../../src/domain/errors.js';
import type { Chunk } from '../../src/domain/log-record.js';
import type { TopicPartition } from '../../src/domain/topic-partition.js';
import type { LogHarness, LogTraits, NewRecord } from './log-harness.js';
import { fetchToEnd, Reading } from './reading.js';

/** One test may have to sit out an absent broker. */
const testTimeoutMs = 900_000;

/** Records a second apart that ended a minute ago, so that no log finds them too old or too young. */
function recordsOf(...values: readonly (string | null)[]): readonly NewRecord[] {
  const first = Date.now() - 60_000 - values.length * 1000;
  return values.map((value, i) => ({ timestamp: first + i * 1000, value }));
}

function textsOf(chunks: readonly Chunk[]): readonly (string | null)[] {
  return chunks.flatMap(({ records }) => records.map(({ value }) => value?.toString() ?? null));
}

function numbered(count: number, from = 0): readonly string[] {
  return Array.from({ length: count }, (_, i) => `r${from + i}`);
}

/**
 * The rules of `EventSource`, by their numbers. The harness is asked for when a test runs, so `beforeAll` may make it.
 */
export function eventSourceContract(
  harness: () => LogHarness,
  { transactions = true, rights = true }: LogTraits = {},
): void {
  const readings: Reading[] = [];

  async function freshPartition(...values: readonly (string | null)[]): Promise<TopicPartition> {
    const log = harness();
    const at = { topic: log.uniqueTopic(), partition: 0 };
    await log.createTopic(at.topic, 1);
    if (values.length > 0) await log.append(at, recordsOf(...values));
    return at;
  }

  function tail(at: TopicPartition, offset: number, onChunk?: (chunk: Chunk) => void): Reading {
    const reading = new Reading(harness().source, at, offset, onChunk);
    readings.push(reading);
    return reading;
  }

  function append(at: TopicPartition, ...values: readonly (string | null)[]): Promise<void> {
    return harness().append(at, recordsOf(...values));
  }

  async function endOf(at: TopicPartition): Promise<number> {
    const [bounds] = await harness().resolver.bounds([at]);
    return bounds!.end;
  }

  function rule(name: string, test: () => Promise<void>): void {
    it(name, test, testTimeoutMs);
  }

  function transactionRule(name: string, test: () => Promise<void>): void {
    if (transactions) rule(name, test);
  }

  afterEach(() => {
    for (const reading of readings.splice(0)) reading.stop();
  });

  describe('EventSource', () => {
    rule(
      '1. tails what is there and what is appended afterwards, with offset, timestamp and bytes',
      async () => {
        const at = await freshPartition();
        const [old, tombstone, young] = recordsOf('{"a":"é"}', null, '{"b":"日本"}');
        await harness().append(at, [old!, tombstone!]);
        const reading = tail(at, 0);
        await reading.valuesOnceThereAre(2);
        await harness().append(at, [young!]);
        expect(await reading.valuesOnceThereAre(3)).toEqual([old!.value, null, young!.value]);
        expect(reading.records.map(({ offset }) => offset)).toEqual([0, 1, 2]);
        expect(reading.records.map(({ timestamp }) => timestamp)).toEqual(
          [old!, tombstone!, young!].map(({ timestamp }) => timestamp),
        );
      },
    );

    rule('1. starts at the offset asked for, also within a batch', async () => {
      const at = await freshPartition(...numbered(5));
      expect(await tail(at, 2).valuesOnceThereAre(3)).toEqual(numbered(3, 2));
      expect(textsOf(await fetchToEnd(harness().source, at, 2, 1_000_000))).toEqual(numbered(3, 2));
    });

    rule('1. misses nothing appended while a chunk is being handled', async () => {
      const at = await freshPartition('r0');
      const appends: Promise<void>[] = [];
      const reading = tail(at, 0, () => {
        const next = appends.length + 1;
        if (next < 20) appends.push(append(at, `r${next}`));
      });
      expect(await reading.valuesOnceThereAre(20)).toEqual(numbered(20));
      await Promise.all(appends);
    });

    rule('1. gives a long past and a running present in order, without gap or repeat', async () => {
      const at = await freshPartition(...numbered(2000));
      const reading = tail(at, 0);
      await reading.valuesOnceThereAre(1);
      for (let from = 2000; from < 2100; from += 10) await append(at, ...numbered(10, from));
      expect(await reading.valuesOnceThereAre(2100)).toEqual(numbered(2100));
      expect(reading.records.map(({ offset }) => offset)).toEqual(Array.from({ length: 2100 }, (_, i) => i));
    });

    rule('1. gives nothing but its own partition', async () => {
      const topic = harness().uniqueTopic();
      await harness().createTopic(topic, 2);
      const zero = tail({ topic, partition: 0 }, 0);
      const one = tail({ topic, partition: 1 }, 0);
      await append({ topic, partition: 0 }, 'zero');
      await append({ topic, partition: 1 }, 'one');
      await append({ topic, partition: 0 }, 'zero again');
      expect(await zero.valuesOnceThereAre(2)).toEqual(['zero', 'zero again']);
      expect(await one.valuesOnceThereAre(1)).toEqual(['one']);
    });

    transactionRule('1. gives a committed transaction, and nothing of an aborted one', async () => {
      const at = await freshPartition('before');
      const reading = tail(at, 0);
      await reading.valuesOnceThereAre(1);
      await harness().abortedTransaction(at, recordsOf('aborted 1', 'aborted 2'));
      await harness().committedTransaction(at, recordsOf('committed 1', 'committed 2'));
      await append(at, 'after');
      const expected = ['before', 'committed 1', 'committed 2', 'after'];
      expect(await reading.valuesOnceThereAre(4)).toEqual(expected);
      expect(await tail(at, 0).valuesOnceThereAre(4)).toEqual(expected);
      expect(textsOf(await fetchToEnd(harness().source, at, 0, 1_000_000))).toEqual(expected);
    });

    transactionRule('1. holds back what follows an open transaction until it is decided', async () => {
      const at = await freshPartition('before');
      const reading = tail(at, 0);
      await reading.valuesOnceThereAre(1);
      const transaction = await harness().openTransaction(at, recordsOf('within'));
      await append(at, 'after');
      const chunk = await harness().source.fetch(at, 1, 1_000_000);
      expect(chunk).toMatchObject({ records: [], nextOffset: 1, endOffset: 1 });
      expect(reading.values).toEqual(['before']);
      await transaction.commit();
      expect(await reading.valuesOnceThereAre(3)).toEqual(['before', 'within', 'after']);
    });

    rule('2. fetch at the end answers at once, with nothing', async () => {
      const at = await freshPartition(...numbered(3));
      expect(await harness().source.fetch(at, 3, 1000)).toEqual({
        records: [],
        nextOffset: 3,
        endOffset: 3,
      });
      const empty = await freshPartition();
      expect(await harness().source.fetch(empty, 0, 1000)).toEqual({
        records: [],
        nextOffset: 0,
        endOffset: 0,
      });
    });

    rule('2. fetches in steps give what is there once, and end', async () => {
      const at = await freshPartition();
      for (let i = 0; i < 20; i++) await append(at, `r${i}`);
      const chunks = await fetchToEnd(harness().source, at, 0, 200);
      expect(textsOf(chunks)).toEqual(numbered(20));
      expect(chunks.at(-1)).toMatchObject({ nextOffset: 20, endOffset: 20 });
    });

    rule('3. a read that fails or ends leaves the others alone', async () => {
      const at = await freshPartition('r0');
      const steady = tail(at, 0);
      const leaving = tail(at, 0);
      const failed = new Promise<unknown>((resolve) => {
        const throws = map((): never => {
          throw new Error('an observer failed');
        });
        harness().source.tail(at, 0).pipe(throws).subscribe({ error: resolve });
      });
      await leaving.valuesOnceThereAre(1);
      leaving.stop();
      expect(await failed).toMatchObject({ message: 'an observer failed' });
      await append(at, 'r1');
      expect(await steady.valuesOnceThereAre(2)).toEqual(['r0', 'r1']);
      expect(leaving.values).toEqual(['r0']);
    });

    rule('3. reads of one partition at different places each get their own', async () => {
      const at = await freshPartition(...numbered(10));
      const [early, late] = [tail(at, 0), tail(at, 10)];
      await append(at, 'r10');
      expect(await early.valuesOnceThereAre(11)).toEqual(numbered(11));
      expect(await late.valuesOnceThereAre(1)).toEqual(['r10']);
    });

    rule('3. one read may be out of range while another goes on', async () => {
      const at = await freshPartition('r0');
      const steady = tail(at, 0);
      expect(await tail(at, 1000).failure()).toBeInstanceOf(OffsetOutOfRange);
      await append(at, 'r1');
      expect(await steady.valuesOnceThereAre(2)).toEqual(['r0', 'r1']);
    });

    rule('4. gives nothing after unsubscribing, not even when that happens within a chunk', async () => {
      const at = await freshPartition('r0');
      const early = tail(at, 0);
      early.stop();
      const within: Reading = tail(at, 0, () => within.stop());
      await within.valuesOnceThereAre(1);
      await append(at, 'r1');
      await tail(at, 0).valuesOnceThereAre(2);
      expect(early.chunks).toEqual([]);
      expect(within.values).toEqual(['r0']);
    });

    rule(
      '5. fetch fails while the log is away; a tail waits, and goes on without loss or repeat',
      async () => {
        const at = await freshPartition('r0');
        const running = tail(at, 0);
        await running.valuesOnceThereAre(1);
        const restore = await harness().interrupt();
        let late: Reading;
        try {
          late = tail(at, 0);
          await expect(harness().source.fetch(at, 0, 1000)).rejects.toBeInstanceOf(SourceUnavailable);
          expect(late.chunks).toEqual([]);
        } finally {
          await restore();
        }
        await append(at, 'r1');
        expect(await running.valuesOnceThereAre(2)).toEqual(['r0', 'r1']);
        expect(await late.valuesOnceThereAre(2)).toEqual(['r0', 'r1']);
        expect(textsOf(await fetchToEnd(harness().source, at, 0, 1000))).toEqual(['r0', 'r1']);
      },
    );

    rule('6. an offset beyond the end is out of range', async () => {
      const at = await freshPartition('r0');
      await expect(harness().source.fetch(at, 2, 1000)).rejects.toBeInstanceOf(OffsetOutOfRange);
      expect(await tail(at, 2).failure()).toBeInstanceOf(OffsetOutOfRange);
    });

    rule('6. an offset below the start is out of range; the start is not', async () => {
      const at = await freshPartition(...numbered(5));
      await harness().deleteRecordsBefore(at, 3);
      await expect(harness().source.fetch(at, 2, 1000)).rejects.toBeInstanceOf(OffsetOutOfRange);
      expect(await tail(at, 2).failure()).toBeInstanceOf(OffsetOutOfRange);
      expect(textsOf(await fetchToEnd(harness().source, at, 3, 1000))).toEqual(['r3', 'r4']);
      expect(await tail(at, 3).valuesOnceThereAre(2)).toEqual(['r3', 'r4']);
    });

    rule('6. a running tail whose topic is recreated ends: out of range, or gone', async () => {
      const at = await freshPartition(...numbered(5));
      const reading = tail(at, 0);
      await reading.valuesOnceThereAre(5);
      await harness().deleteTopic(at.topic);
      await harness().createTopic(at.topic, 1);
      const error = await reading.failure();
      expect(error instanceof OffsetOutOfRange || error instanceof PartitionGone).toBe(true);
      await append(at, 'new');
      expect(await tail(at, 0).valuesOnceThereAre(1)).toEqual(['new']);
    });

    rule('7. a topic or partition that does not exist is gone', async () => {
      const at = await freshPartition('r0');
      const missing = [
        { topic: harness().uniqueTopic(), partition: 0 },
        { topic: at.topic, partition: 1 },
      ];
      for (const partition of missing) {
        await expect(harness().source.fetch(partition, 0, 1000)).rejects.toBeInstanceOf(PartitionGone);
        expect(await tail(partition, 0).failure()).toBeInstanceOf(PartitionGone);
      }
    });

    rule('7. a running tail of a topic that is deleted ends as gone', async () => {
      const at = await freshPartition('r0');
      const reading = tail(at, 0);
      await reading.valuesOnceThereAre(1);
      await harness().deleteTopic(at.topic);
      expect(await reading.failure()).toBeInstanceOf(PartitionGone);
      await expect(harness().source.fetch(at, 0, 1000)).rejects.toBeInstanceOf(PartitionGone);
    });

    rule('8. gives a record that is larger than was asked for', async () => {
      const large = 'x'.repeat(300_000);
      const at = await freshPartition(large);
      await append(at, 'small');
      const chunk = await harness().source.fetch(at, 0, 1000);
      expect(chunk.records[0]).toMatchObject({ offset: 0, value: Buffer.from(large) });
      expect(await tail(at, 0).valuesOnceThereAre(2)).toEqual([large, 'small']);
    });

    rule('8. gives about as many bytes as were asked for', async () => {
      const at = await freshPartition();
      for (let i = 0; i < 20; i++) await append(at, `${i}`.padEnd(10_000, '.'));
      const { records } = await harness().source.fetch(at, 0, 50_000);
      const bytes = records.reduce((sum, { value }) => sum + value!.length, 0);
      expect(bytes).toBeGreaterThan(0);
      expect(bytes).toBeLessThanOrEqual(100_000);
    });

    transactionRule('9. moves past aborted and control records that nothing follows', async () => {
      const at = await freshPartition('r0');
      const reading = tail(at, 0);
      await reading.valuesOnceThereAre(1);
      await harness().abortedTransaction(at, recordsOf('a0', 'a1', 'a2'));
      const end = await endOf(at);
      expect(end).toBeGreaterThan(1);
      await reading.reaches(end);
      expect(await harness().source.fetch(at, end, 1000)).toEqual({
        records: [],
        nextOffset: end,
        endOffset: end,
      });
      expect(textsOf(await fetchToEnd(harness().source, at, 1, 100))).toEqual([]);
      expect(reading.values).toEqual(['r0']);
    });

    transactionRule('9. no nextOffset is below the offset asked for or below a record given', async () => {
      const at = await freshPartition(...numbered(3));
      await harness().abortedTransaction(at, recordsOf('a0'));
      await harness().committedTransaction(at, recordsOf('r3'));
      const end = await endOf(at);
      const reading = tail(at, 1);
      await reading.reaches(end);
      let next = 1;
      for (const chunk of [...reading.chunks]) {
        for (const { offset } of chunk.records) {
          expect(offset).toBeGreaterThanOrEqual(next);
          next = offset + 1;
        }
        expect(chunk.nextOffset).toBeGreaterThanOrEqual(next);
        expect(chunk.nextOffset).toBeLessThanOrEqual(chunk.endOffset);
        next = chunk.nextOffset;
      }
      expect(reading.values).toEqual(['r1', 'r2', 'r3']);
    });

    rule('10. a fetch that is not wanted any more ends, and others do not feel it', async () => {
      const at = await freshPartition(...numbered(5));
      const client = new AbortController();
      const left = harness().source.fetch(at, 0, 1000, client.signal);
      const other = harness().source.fetch(at, 0, 1000);
      client.abort();
      const [ended] = await Promise.allSettled([left]);
      if (ended.status === 'rejected') expect(ended.reason).toBe(client.signal.reason);
      expect(textsOf([await other])).toEqual(numbered(5));
      expect(textsOf(await fetchToEnd(harness().source, at, 0, 1000))).toEqual(numbered(5));
    });
    if (rights) {
      rule(
        '11. a partition that may not be read: a fetch fails at once, a tail waits and goes on',
        async () => {
          const at = await freshPartition('r0');
          const running = tail(at, 0);
          await running.valuesOnceThereAre(1);
          const allow = await harness().forbid!(at.topic);
          const late = tail(at, 0);
          // A log may take a moment to hear of it.
          while (
            await harness()
              .source.fetch(at, 0, 1000)
              .then(Boolean, () => false)
          );
          await expect(harness().source.fetch(at, 0, 1000)).rejects.toBeInstanceOf(NotAuthorized);
          await append(at, 'r1');
          await allow();
          for (const reading of [running, late]) {
            expect(await reading.valuesOnceThereAre(2)).toEqual(['r0', 'r1']);
          }
        },
      );
    }
  });
}
