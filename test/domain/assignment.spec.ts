import { Assignment } from '../../src/domain/assignment.js';

const counts = (entries: Readonly<Record<string, number>>): ReadonlyMap<string, number> =>
  new Map(Object.entries(entries));
const keys = ({ partitions }: Assignment): readonly string[] =>
  partitions.map(({ topic, partition }) => `${topic}/${partition}`);

describe('an assignment', () => {
  it('is every partition of its topics, sorted by topic and partition', () => {
    expect(keys(Assignment.whole(counts({ b: 11, a: 1, c: 0 })))).toEqual([
      'a/0',
      ...Array.from({ length: 11 }, (_, partition) => `b/${partition}`),
    ]);
  });

  it('has the same key as another that reads the same, whatever the order', () => {
    const one = new Assignment(
      [
        { topic: 'b', partition: 0 },
        { topic: 'a', partition: 1 },
      ],
      counts({ b: 1, c: 0 }),
    );
    const other = new Assignment(
      [
        { topic: 'a', partition: 1 },
        { topic: 'b', partition: 0 },
      ],
      counts({ c: 0, b: 1 }),
    );
    expect(one.key).toBe(other.key);
  });

  it('has another key where later partitions join it or do not', () => {
    const partitions = [{ topic: 'a', partition: 0 }];
    expect(new Assignment(partitions, counts({ a: 1 })).key).not.toBe(
      new Assignment(partitions, counts({})).key,
    );
  });

  it('is extended by partitions and topics that appear', () => {
    const extended = Assignment.whole(counts({ a: 1, b: 0 })).extended(counts({ a: 3, b: 2, c: 9 }));
    expect(keys(extended)).toEqual(['a/0', 'a/1', 'a/2', 'b/0', 'b/1']);
    expect(extended.counts).toEqual(counts({ a: 3, b: 2 }));
  });

  it('is not extended for a topic of which it reads single partitions', () => {
    const single = new Assignment([{ topic: 'a', partition: 0 }], counts({}));
    expect(single.extended(counts({ a: 3 }))).toBe(single);
  });

  it('is itself where nothing has appeared, and where partitions seem to be gone', () => {
    const assignment = Assignment.whole(counts({ a: 2 }));
    expect(assignment.extended(counts({ a: 2 }))).toBe(assignment);
    expect(assignment.extended(counts({ a: 1 }))).toBe(assignment);
    expect(assignment.extended(counts({}))).toBe(assignment);
  });
});
