import fc from 'fast-check';
import { Assignment } from '../../src/domain/assignment.js';
import { EventIdWriter } from '../../src/domain/event-id.js';
import type { EventIdStyle } from '../../src/domain/event-id.js';
import { LastEventId } from '../../src/domain/last-event-id.js';
import type { Position } from '../../src/domain/position.js';

const style: EventIdStyle = { log: 'q7Zk' };
const withoutOffsets: EventIdStyle = { log: undefined };
const at = (offset: number, timestamp: number): Position => ({ offset, timestamp });

const topics = fc.oneof(
  fc.constantFrom('dc1.edit', 'dc2.edit', 'a"b', 'é', 'a\\n'),
  fc.stringMatching(/^[a-zA-Z0-9._-]{1,12}$/),
);
const positions = fc.record({
  offset: fc.oneof(fc.nat({ max: 50 }), fc.maxSafeNat()),
  timestamp: fc.oneof(fc.nat({ max: 50 }), fc.nat({ max: 8.64e15 })),
});
/** Topics read as a whole (some not there yet) and single partitions of others. */
const assignments = fc
  .record({
    whole: fc.dictionary(topics, fc.nat({ max: 4 }), { maxKeys: 5 }),
    single: fc.uniqueArray(fc.record({ topic: topics, partition: fc.nat({ max: 9 }) }), {
      selector: ({ topic, partition }) => `${topic}/${partition}`,
      maxLength: 4,
    }),
  })
  .map(({ whole, single }) => {
    const counts = new Map(Object.entries(whole));
    const others = single.filter(({ topic }) => !counts.has(topic));
    return new Assignment([...Assignment.whole(counts).partitions, ...others], counts);
  })
  .filter(({ partitions, counts }) => partitions.length + counts.size > 0);
const moving = assignments.chain((assignment) => {
  const count = assignment.partitions.length;
  const move = fc.record({ index: fc.nat({ max: Math.max(0, count - 1) }), to: positions });
  return fc.record({
    assignment: fc.constant(assignment),
    start: fc.array(positions, { minLength: count, maxLength: count }),
    moves: fc.array(move, { maxLength: count === 0 ? 0 : 12 }),
  });
});

/** Places in what cannot be read: of topics that are not known, of partitions, by offset and by time. */
const keptPlaces = fc.uniqueArray(
  fc.record({
    topic: topics.map((topic) => `kept.${topic}`),
    partition: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
    offset: fc.option(fc.maxSafeNat(), { nil: undefined }),
    timestamp: fc.nat({ max: 8.64e15 }),
  }),
  { selector: ({ topic, partition }) => `${topic}/${partition ?? ''}`, maxLength: 6 },
);

describe('an id', () => {
  it('gives what cannot be read back as it came, wherever the rest is, and is never longer than was feared', () => {
    fc.assert(
      fc.property(moving, keptPlaces, ({ assignment: read, start }, places) => {
        const kept = places.map(({ topic, partition, offset, timestamp }) => ({
          topic,
          log: 'q7Zk',
          ...(partition !== undefined && { partition }),
          position:
            offset === undefined || partition === undefined
              ? ({ kind: 'time', timestamp } as const)
              : ({ kind: 'offset', offset, timestamp } as const),
        }));
        const assignment = new Assignment(read.partitions, read.counts, kept);
        const text = new EventIdWriter(assignment, style, start).toString();
        const found = LastEventId.parse(text).entries.filter(({ topic }) => topic.startsWith('kept.'));
        const again = found.map((entry) => {
          if (entry.kind === 'partition') return { ...entry, kind: undefined };
          if (entry.kind !== 'from') throw new Error(`Unexpected entry: ${entry.kind}`);
          const { topic, timestamp, log } = entry;
          return { topic, log, position: { kind: 'time', timestamp } };
        });
        expect(again).toEqual(assignment.deferred);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(EventIdWriter.maxBytes(assignment, style));
      }),
    );
  });

  it('is written as the wire contract shows', () => {
    const assignment = Assignment.whole(
      new Map([
        ['dc2.edit', 1],
        ['dc1.edit', 1],
      ]),
    );
    const ids = new EventIdWriter(assignment, style, [at(1234, 1532031065002), at(88, 1532031065990)]);
    expect(ids.toString()).toBe(
      '[{"topic":"dc1.edit","partition":0,"timestamp":1532031065002,"offset":1234,"log":"q7Zk","partitions":1},{"topic":"dc2.edit","partition":0,"timestamp":1532031065990,"offset":88,"log":"q7Zk","partitions":1}]',
    );
    ids.move(0, 1235, 1532031066001);
    expect(ids.toString()).toBe(
      '[{"topic":"dc1.edit","partition":0,"timestamp":1532031066001,"offset":1235,"log":"q7Zk","partitions":1},{"topic":"dc2.edit","partition":0,"timestamp":1532031065990,"offset":88,"log":"q7Zk","partitions":1}]',
    );
  });

  it('counts the partitions in the first entry of a topic that is read as a whole, and only there', () => {
    const assignment = new Assignment(
      [
        { topic: 'b', partition: 1 },
        { topic: 'a', partition: 1 },
        { topic: 'a', partition: 0 },
      ],
      new Map([['a', 2]]),
    );
    expect(new EventIdWriter(assignment, style, [at(1, 2), at(3, 4), at(5, 6)]).toString()).toBe(
      '[{"topic":"a","partition":0,"timestamp":2,"offset":1,"log":"q7Zk","partitions":2},' +
        '{"topic":"a","partition":1,"timestamp":4,"offset":3,"log":"q7Zk"},' +
        '{"topic":"b","partition":1,"timestamp":6,"offset":5,"log":"q7Zk"}]',
    );
  });

  it('names topics that do not exist yet, in their place', () => {
    const counts = new Map(['a', 'c', 'd', 'f', 'g'].map((topic) => [topic, topic === 'c' ? 1 : 0]));
    const ids = new EventIdWriter(Assignment.whole(counts), style, [at(1, 2)]);
    const expected =
      '[{"topic":"a","partitions":0},{"topic":"c","partition":0,"timestamp":2,"offset":1,"log":"q7Zk","partitions":1},' +
      '{"topic":"d","partitions":0},{"topic":"f","partitions":0},{"topic":"g","partitions":0}]';
    expect(ids.toString()).toBe(expected);
    ids.move(0, 1, 2);
    expect(ids.toString()).toBe(expected);
  });

  it('is as of EventStreams where offsets are not wanted', () => {
    const counts = new Map(Object.entries({ a: 2, b: 0 }));
    const ids = new EventIdWriter(Assignment.whole(counts), withoutOffsets, [at(1, 2), at(3, 4)]);
    expect(ids.toString()).toBe(
      '[{"topic":"a","partition":0,"timestamp":2},{"topic":"a","partition":1,"timestamp":4}]',
    );
  });

  it('is a function of the position alone, however the position was come to', () => {
    fc.assert(
      fc.property(moving, fc.constantFrom(style, withoutOffsets), ({ assignment, start, moves }, chosen) => {
        const ids = new EventIdWriter(assignment, chosen, start);
        const places = [...start];
        for (const { index, to } of moves) {
          ids.move(index, to.offset, to.timestamp);
          places[index] = to;
          expect(ids.toString()).toBe(new EventIdWriter(assignment, chosen, places).toString());
        }
        expect(ids.positions()).toEqual(places);
      }),
    );
  });

  it('is accepted back, and says the same places', () => {
    fc.assert(
      fc.property(moving, ({ assignment, start, moves }) => {
        const ids = new EventIdWriter(assignment, style, start);
        for (const { index, to } of moves) ids.move(index, to.offset, to.timestamp);
        const { entries, isOurs } = LastEventId.parse(ids.toString());
        const found = entries.filter((entry) => entry.kind === 'partition');
        expect(isOurs).toBe(assignment.partitions.length > 0);
        expect(found.map(({ topic, partition }) => ({ topic, partition }))).toEqual(assignment.partitions);
        expect(found.map((entry) => entry.position)).toEqual(
          ids.positions().map(({ offset, timestamp }) => ({ kind: 'offset', offset, timestamp })),
        );
        const counts = found.flatMap((entry) =>
          entry.partitions === undefined ? [] : [[entry.topic, entry.partitions] as const],
        );
        const absent = entries.flatMap((entry) =>
          entry.kind === 'absent' ? [[entry.topic, 0] as const] : [],
        );
        expect(new Map([...counts, ...absent])).toEqual(assignment.counts);
        expect(found.every(({ log }) => log === 'q7Zk')).toBe(true);
      }),
    );
  });

  it('without offsets is accepted back by time, or as topics that are waited for', () => {
    fc.assert(
      fc.property(moving, ({ assignment, start }) => {
        const { entries } = LastEventId.parse(
          new EventIdWriter(assignment, withoutOffsets, start).toString(),
        );
        const partitions = assignment.partitions.map(({ topic, partition }, index) => ({
          kind: 'partition',
          topic,
          partition,
          position: { kind: 'time', timestamp: start[index]?.timestamp },
        }));
        const absent = [...assignment.counts.keys()].map((topic) => ({ kind: 'absent', topic }));
        expect(entries).toEqual(partitions.length > 0 ? partitions : absent);
      }),
    );
  });

  it('without offsets names topics that do not exist yet where it would else be empty', () => {
    const ids = new EventIdWriter(
      Assignment.whole(new Map(Object.entries({ b: 0, a: 0 }))),
      withoutOffsets,
      [],
    );
    expect(ids.toString()).toBe('[{"topic":"a","partitions":0},{"topic":"b","partitions":0}]');
  });

  it('is never longer than what was foreseen', () => {
    fc.assert(
      fc.property(moving, fc.constantFrom(style, withoutOffsets), ({ assignment, start }, chosen) => {
        const bytes = Buffer.byteLength(new EventIdWriter(assignment, chosen, start).toString());
        expect(bytes).toBeLessThanOrEqual(EventIdWriter.maxBytes(assignment, chosen));
      }),
    );
  });

  it('is one line', () => {
    fc.assert(
      fc.property(moving, ({ assignment, start }) => {
        expect(new EventIdWriter(assignment, style, start).toString()).toMatch(/^[^\r\n\0]*$/);
      }),
    );
  });
});
