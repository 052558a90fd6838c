import { NotAuthorized, PartitionGone, SourceUnavailable } from '../../src/domain/errors.js';
import type { TopicPartition } from '../../src/domain/topic-partition.js';
import type { LogHarness, LogTraits } from './log-harness.js';

/** One test may have to sit out an absent broker. */
const testTimeoutMs = 900_000;

/**
 * The rules of `OffsetResolver`, by their numbers. The harness is asked for when a test runs, so `beforeAll` may make
 * it.
 */
export function offsetResolverContract(
  harness: () => LogHarness,
  { transactions = true, rights = true }: LogTraits = {},
): void {
  /** A minute ago: no log finds it too old or too young. */
  const base = Date.now() - 60_000;

  function rule(name: string, test: () => Promise<void>): void {
    it(name, test, testTimeoutMs);
  }

  function transactionRule(name: string, test: () => Promise<void>): void {
    if (transactions) rule(name, test);
  }

  /** A topic whose partition `i` holds records of the given times, in milliseconds after `base`. */
  async function freshTopic(...times: readonly (readonly number[])[]): Promise<readonly TopicPartition[]> {
    const topic = harness().uniqueTopic();
    await harness().createTopic(topic, times.length);
    const partitions = times.map((_, partition) => ({ topic, partition }));
    for (const at of partitions) await append(at, ...times[at.partition]!);
    return partitions;
  }

  async function append(at: TopicPartition, ...times: readonly number[]): Promise<void> {
    if (times.length > 0) await harness().append(at, recordsAt(...times));
  }

  function recordsAt(...times: readonly number[]): { timestamp: number; value: string }[] {
    return times.map((time) => ({ timestamp: base + time, value: `at ${time}` }));
  }

  describe('OffsetResolver', () => {
    rule('1. names the log the same every time', async () => {
      const id = await harness().resolver.logId();
      expect(id).toMatch(/^[A-Za-z0-9_-]{4,16}$/);
      expect(await harness().resolver.logId()).toBe(id);
    });

    rule('2. counts the partitions of the topics asked for, and leaves out what does not exist', async () => {
      const [one] = await freshTopic([]);
      const [three] = await freshTopic([], [], []);
      const missing = harness().uniqueTopic();
      const counts = await harness().resolver.partitions([three!.topic, missing, one!.topic]);
      expect(new Map(counts)).toEqual(
        new Map([
          [three!.topic, 3],
          [one!.topic, 1],
        ]),
      );
      expect((await harness().resolver.partitions([])).size).toBe(0);
    });

    rule('2. does not create the topic it is asked for', async () => {
      const missing = harness().uniqueTopic();
      for (let i = 0; i < 3; i++) expect((await harness().resolver.partitions([missing])).size).toBe(0);
      await expect(harness().resolver.bounds([{ topic: missing, partition: 0 }])).rejects.toBeInstanceOf(
        PartitionGone,
      );
      expect((await harness().resolver.partitions([missing])).size).toBe(0);
    });

    rule('2. sees a topic created, grown and deleted a moment ago', async () => {
      const topic = harness().uniqueTopic();
      expect((await harness().resolver.partitions([topic])).get(topic)).toBeUndefined();
      await harness().createTopic(topic, 1);
      expect((await harness().resolver.partitions([topic])).get(topic)).toBe(1);
      await harness().addPartitions(topic, 3);
      expect((await harness().resolver.partitions([topic])).get(topic)).toBe(3);
      await harness().deleteTopic(topic);
      expect((await harness().resolver.partitions([topic])).get(topic)).toBeUndefined();
    });

    rule('3. gives the bounds of each partition, in the order asked for', async () => {
      const [zero, one, two] = await freshTopic([0, 1, 2], [], [0]);
      expect(await harness().resolver.bounds([two!, zero!, one!])).toEqual([
        { start: 0, end: 1 },
        { start: 0, end: 3 },
        { start: 0, end: 0 },
      ]);
      expect(await harness().resolver.bounds([])).toEqual([]);
    });

    rule('3. starts at the first offset that is kept', async () => {
      const [at] = await freshTopic([0, 1, 2, 3]);
      await harness().deleteRecordsBefore(at!, 3);
      expect(await harness().resolver.bounds([at!])).toEqual([{ start: 3, end: 4 }]);
    });

    transactionRule('3. ends before an open transaction, and after it once it is decided', async () => {
      const [at] = await freshTopic([0, 1]);
      const transaction = await harness().openTransaction(at!, recordsAt(2, 3));
      await append(at!, 4);
      expect(await harness().resolver.bounds([at!])).toEqual([{ start: 0, end: 2 }]);
      await transaction.abort();
      const [bounds] = await harness().resolver.bounds([at!]);
      expect(bounds!.end).toBeGreaterThanOrEqual(5);
    });

    transactionRule('3. the end is where a tail starts that is to see only what comes', async () => {
      const [at] = await freshTopic([0]);
      await harness().committedTransaction(at!, recordsAt(1));
      const [bounds] = await harness().resolver.bounds([at!]);
      await append(at!, 2);
      const { records } = await harness().source.fetch(at!, bounds!.end, 1000);
      expect(records.map(({ value }) => value?.toString())).toEqual(['at 2']);
    });

    rule('4. gives the first offset at or after a time', async () => {
      const [at] = await freshTopic([0, 10, 10, 20]);
      const times = [-5, 0, 1, 10, 11, 20];
      const offsets = await Promise.all(times.map((time) => harness().resolver.offsetAt([at!], base + time)));
      expect(offsets.map(([offset]) => offset)).toEqual([0, 0, 1, 1, 3, 3]);
    });

    rule('4. gives none where no record is that young', async () => {
      const [at, empty] = await freshTopic([0, 10], []);
      expect(await harness().resolver.offsetAt([at!, empty!], base + 11)).toEqual([undefined, undefined]);
      expect(await harness().resolver.offsetAt([empty!], 0)).toEqual([undefined]);
    });

    rule('4. answers for each partition, in the order asked for', async () => {
      const [zero, one, two] = await freshTopic([0, 10, 20], [30], [5]);
      expect(await harness().resolver.offsetAt([two!, one!, zero!], base + 10)).toEqual([undefined, 0, 1]);
    });

    rule('4. takes records that are out of order as they are', async () => {
      const [at] = await freshTopic([0]);
      for (const time of [30, 20, 40]) await append(at!, time);
      expect(await harness().resolver.offsetAt([at!], base + 15)).toEqual([1]);
      expect(await harness().resolver.offsetAt([at!], base + 25)).toEqual([1]);
      expect(await harness().resolver.offsetAt([at!], base + 35)).toEqual([3]);
    });

    rule('4. gives nothing that is no longer kept, nor is led astray by it', async () => {
      const [at] = await freshTopic([0]);
      for (const time of [30, 10, 20, 40]) await append(at!, time);
      await harness().deleteRecordsBefore(at!, 2);
      expect(await harness().resolver.offsetAt([at!], base)).toEqual([2]);
      expect(await harness().resolver.offsetAt([at!], base + 15)).toEqual([3]);
      expect(await harness().resolver.offsetAt([at!], base + 25)).toEqual([4]);
    });

    transactionRule('4. gives nothing inside an open transaction', async () => {
      const [at] = await freshTopic([0]);
      const transaction = await harness().openTransaction(at!, recordsAt(10));
      expect(await harness().resolver.offsetAt([at!], base + 5)).toEqual([undefined]);
      await transaction.commit();
      expect(await harness().resolver.offsetAt([at!], base + 5)).toEqual([1]);
    });

    rule('5. fails while the log is away, and answers when it is back', async () => {
      const [at] = await freshTopic([0]);
      const restore = await harness().interrupt();
      try {
        const answers = await Promise.allSettled([
          harness().resolver.partitions([at!.topic]),
          harness().resolver.bounds([at!]),
          harness().resolver.offsetAt([at!], base),
        ]);
        const reasons = answers.map(
          (answer) => (answer.status === 'rejected' ? answer.reason : answer) as unknown,
        );
        for (const reason of reasons) expect(reason).toBeInstanceOf(SourceUnavailable);
      } finally {
        await restore();
      }
      expect(await harness().resolver.bounds([at!])).toEqual([{ start: 0, end: 1 }]);
    });

    rule('5. a partition that does not exist is gone', async () => {
      const [at] = await freshTopic([0]);
      const missing = [
        { topic: harness().uniqueTopic(), partition: 0 },
        { topic: at!.topic, partition: 1 },
      ];
      for (const partition of missing) {
        await expect(harness().resolver.bounds([at!, partition])).rejects.toBeInstanceOf(PartitionGone);
        await expect(harness().resolver.offsetAt([at!, partition], base)).rejects.toBeInstanceOf(
          PartitionGone,
        );
      }
    });

    if (rights) {
      rule(
        '6. and 7. a topic that may not be read is not absent, and stands in the way of no other',
        async () => {
          const [shut] = await freshTopic([0]);
          const [open] = await freshTopic([0]);
          const missing = harness().uniqueTopic();
          const topics = [shut!.topic, open!.topic, missing];
          const allow = await harness().forbid!(shut!.topic);
          // A log may take a moment to hear of it.
          while (typeof (await harness().resolver.partitions(topics)).get(shut!.topic) === 'number');
          const states = await harness().resolver.partitions(topics);
          expect(new Map(states)).toEqual(
            new Map<string, unknown>([
              [shut!.topic, 'not_authorized'],
              [open!.topic, 1],
            ]),
          );
          for (const asked of [[shut!], [open!, shut!]]) {
            await expect(harness().resolver.bounds(asked)).rejects.toBeInstanceOf(NotAuthorized);
            await expect(harness().resolver.offsetAt(asked, base)).rejects.toBeInstanceOf(NotAuthorized);
          }
          const [bounds] = await Promise.all([
            harness().resolver.bounds([open!]),
            expect(harness().resolver.bounds([shut!])).rejects.toBeInstanceOf(NotAuthorized),
          ]);
          expect(bounds).toEqual([{ start: 0, end: 1 }]);
          await allow();
          while (typeof (await harness().resolver.partitions(topics)).get(shut!.topic) !== 'number');
          expect(await harness().resolver.bounds([shut!, open!])).toHaveLength(2);
        },
      );
    }
  });
}
