import fc from 'fast-check';
import { InvalidLastEventId } from '../../src/domain/errors.js';
import { LastEventId } from '../../src/domain/last-event-id.js';

const parse = (value: unknown): LastEventId => LastEventId.parse(JSON.stringify(value));
const entryOf = (value: unknown): unknown => parse([value]).entries[0];
const topic = 'dc1.edit';
const place = (value: object): object => ({ kind: 'partition', topic, partition: 2, position: value });

describe('a Last-Event-ID', () => {
  it.each([
    ['a topic', topic, { kind: 'topic', topic }],
    ['an offset', { topic, partition: 2, offset: 7 }, place({ kind: 'offset', offset: 7 })],
    ['the first offset', { topic, partition: 2, offset: 0 }, place({ kind: 'offset', offset: 0 })],
    ['-1 as the end', { topic, partition: 2, offset: -1 }, place({ kind: 'end' })],
    [
      '-1 beside a timestamp as the end',
      { topic, partition: 2, offset: -1, timestamp: 5 },
      place({ kind: 'end' }),
    ],
    ['-2 as the beginning', { topic, partition: 2, offset: -2 }, place({ kind: 'beginning' })],
    ['a timestamp', { topic, partition: 2, timestamp: 9 }, place({ kind: 'time', timestamp: 9 })],
    [
      'an offset and the timestamp before it',
      { topic, partition: 2, timestamp: 9, offset: 7 },
      place({ kind: 'offset', offset: 7, timestamp: 9 }),
    ],
    [
      'an entry of this service',
      { topic, partition: 2, timestamp: 9, offset: 7, log: 'q7Zk', partitions: 3 },
      { ...place({ kind: 'offset', offset: 7, timestamp: 9 }), log: 'q7Zk', partitions: 3 },
    ],
    ['no place', { topic, partition: 2 }, place({ kind: 'unsaid' })],
    [
      'no place of the partitions so far',
      { topic, partition: 2, partitions: 3 },
      { ...place({ kind: 'unsaid' }), partitions: 3 },
    ],
    ['a topic that did not exist', { topic, partitions: 0 }, { kind: 'absent', topic }],
  ])('may hold %s', (_, value, expected) => {
    expect(entryOf(value)).toEqual(expected);
  });

  it('keeps its entries in order', () => {
    const id = parse(['b', { topic: 'a', partition: 1 }, { topic: 'a', partition: 0 }, 'a']);
    expect(id.entries.map((entry) => entry.topic)).toEqual(['b', 'a', 'a', 'a']);
  });

  it('may have 1000 entries', () => {
    const entries = Array.from({ length: 1000 }, (_, partition) => ({ topic, partition }));
    expect(parse(entries).entries).toHaveLength(1000);
  });

  it('may have members that a newer version of this service gave it', () => {
    const entry = { topic, partition: 0, offset: 1, shard: 'x' };
    expect(parse([{ ...entry, log: 'q7Zk' }]).entries).toEqual([
      { kind: 'partition', topic, partition: 0, position: { kind: 'offset', offset: 1 }, log: 'q7Zk' },
    ]);
    expect(() => parse([entry])).toThrow('"shard" is not a member of an entry');
  });

  it('is of this service where an entry names a log', () => {
    expect(parse([topic, { topic, partition: 0, offset: 1, log: 'q7Zk' }]).isOurs).toBe(true);
    expect(parse([topic, { topic, partition: 0, offset: 1 }]).isOurs).toBe(false);
  });

  it.each([
    ['', 'Last-Event-ID is not JSON'],
    ['[', 'Last-Event-ID is not JSON'],
    ['abc', 'Last-Event-ID is not JSON'],
    ['[{"topic":"a","partition":0,"offset":1}', 'Last-Event-ID is not JSON'],
    ['{}', 'Last-Event-ID is not a JSON array'],
    ['"a"', 'Last-Event-ID is not a JSON array'],
    ['null', 'Last-Event-ID is not a JSON array'],
    ['12', 'Last-Event-ID is not a JSON array'],
    ['[]', 'Last-Event-ID has no entries'],
    [JSON.stringify(Array.from({ length: 1001 }, String)), 'Last-Event-ID has 1001 entries, more than 1000'],
  ])('is refused when it is %.40j', (text, reason) => {
    expect(() => LastEventId.parse(text)).toThrow(new InvalidLastEventId(`Cannot resume: ${reason}`));
  });

  it.each<[unknown, string]>([
    [1, 'it is neither a topic nor an object'],
    [null, 'it is neither a topic nor an object'],
    [true, 'it is neither a topic nor an object'],
    [['a'], 'it is neither a topic nor an object'],
    ['', 'the topic is empty'],
    [{}, '"topic" is not a name'],
    [{ topic: '', partition: 0 }, '"topic" is not a name'],
    [{ topic: 1, partition: 0 }, '"topic" is not a name'],
    [{ partition: 0, offset: 1 }, '"topic" is not a name'],
    [{ topic }, '"partition" is missing'],
    [{ topic, offset: 1 }, '"partition" is missing'],
    [{ topic, timestamp: 1, offset: 1 }, '"partition" is missing'],
    [{ topic, timestamp: 1, partitions: 0 }, '"partition" is missing'],
    [{ topic, partitions: 1 }, '"partition" is missing'],
    [{ topic, partitions: 0, offset: 1 }, '"partition" is missing'],
    [{ topic, partition: -1 }, '"partition" is not a whole number of at least 0'],
    [{ topic, partition: 0.5 }, '"partition" is not a whole number of at least 0'],
    [{ topic, partition: '0' }, '"partition" is not a whole number of at least 0'],
    [{ topic, partition: null }, '"partition" is not a whole number of at least 0'],
    [{ topic, partition: 2 ** 53 }, '"partition" is not a whole number of at least 0'],
    [{ topic, partition: 0, offset: -3 }, '"offset" is not a whole number of at least -2'],
    [{ topic, partition: 0, offset: 1.5 }, '"offset" is not a whole number of at least -2'],
    [{ topic, partition: 0, offset: '1' }, '"offset" is not a whole number of at least -2'],
    [{ topic, partition: 0, offset: null }, '"offset" is not a whole number of at least -2'],
    [{ topic, partition: 0, timestamp: -1 }, '"timestamp" is not a whole number of at least 0'],
    [{ topic, partition: 0, timestamp: 1.5 }, '"timestamp" is not a whole number of at least 0'],
    [{ topic, partition: 0, timestamp: '2026-11-21' }, '"timestamp" is not a whole number of at least 0'],
    [{ topic, partition: 0, partitions: -1 }, '"partitions" is not a whole number of at least 0'],
    [{ topic, partition: 0, log: 1 }, '"log" is not a string'],
    [{ topic, partition: 0, offest: 1 }, '"offest" is not a member of an entry'],
  ])('is refused for the entry %j, which it names', (entry, reason) => {
    const text = JSON.stringify(entry);
    expect(() => parse(['ok', entry])).toThrow(
      new InvalidLastEventId(`Cannot resume: entry 1 of Last-Event-ID, ${text}: ${reason}`),
    );
  });

  it('is refused where a place stands twice', () => {
    expect(() => parse([{ topic, partition: 1 }, topic, { topic, partition: 1, offset: 3 }])).toThrow(
      new InvalidLastEventId('Cannot resume: partition 1 of "dc1.edit" is listed twice in Last-Event-ID'),
    );
    expect(() => parse([topic, topic])).toThrow(
      new InvalidLastEventId('Cannot resume: "dc1.edit" is listed twice in Last-Event-ID'),
    );
    expect(() =>
      parse([
        { topic, partitions: 0 },
        { topic, partitions: 0 },
      ]),
    ).toThrow(InvalidLastEventId);
  });

  it('shows no more than 200 characters of an entry it refuses', () => {
    const refused = (): unknown => entryOf({ topic, member: 'x'.repeat(100_000) });
    expect(refused).toThrow(InvalidLastEventId);
    expect(refused).toThrow(/^.{0,300}$/);
    expect(() => entryOf({ topic, ['x'.repeat(100_000)]: 1 })).toThrow(/^.{0,400}$/);
  });

  it.each([
    ['[', ']', '["…"]'],
    ['{"":', '}', '{"":"…"}'],
  ])('is refused for an entry that is nested deeper than can be written: %s', (open, close, shown) => {
    const deep = open.repeat(30_000).replace(/:$/, ':1') + close.repeat(30_000);
    expect(() => LastEventId.parse(`[${deep}]`)).toThrow(InvalidLastEventId);
    expect(() => LastEventId.parse(`[${deep}]`)).toThrow(`entry 0 of Last-Event-ID, ${shown}: `);
  });

  it('is read or refused, and nothing else, whatever the text', () => {
    const member = fc.constantFrom(
      'topic',
      'partition',
      'offset',
      'timestamp',
      'log',
      'partitions',
      '__proto__',
    );
    const value = fc.oneof(fc.constantFrom('a', '', null), fc.integer({ min: -4, max: 4 }), fc.double());
    const entry = fc.oneof(fc.jsonValue(), fc.dictionary(member, value));
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(entry).map((entries) => JSON.stringify(entries)),
    );
    fc.assert(
      fc.property(text, (anything) => {
        try {
          expect(LastEventId.parse(anything).entries.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidLastEventId);
        }
      }),
    );
  });
});
