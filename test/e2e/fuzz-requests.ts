import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';

/** What the fuzzed service has. */
export const topics = { edit: 'dc1.edit', move: 'dc1.move' };

const number = fc.oneof(
  fc.constantFrom(0, 1, 2, -1, -2, -3, 1.5, -0, 1e21, 2 ** 53, Number.MAX_SAFE_INTEGER, 8.64e15, 8.64e15 + 1),
  fc.integer(),
  fc.double({ noNaN: true }),
);
const topic = fc.oneof(
  fc.constantFrom(topics.edit, topics.move, 'edit', 'dc9.other', '', '__proto__'),
  fc.string(),
);
const odd = fc.oneof(fc.constantFrom(null, true, '0', [], {}), fc.jsonValue());
const mostly = <T>(usual: Arbitrary<T>): Arbitrary<unknown> =>
  fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: odd });

/** An entry as it should be, or nearly. */
const entry = fc.oneof(
  { weight: 1, arbitrary: mostly(topic) },
  {
    weight: 6,
    arbitrary: fc.record(
      {
        topic: mostly(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(topics.edit, topics.move) }, topic)),
        partition: mostly(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(0, 1) }, number)),
        offset: mostly(number),
        timestamp: mostly(number),
        log: mostly(fc.constantFrom('q7Zk', 'zzzz', '')),
        partitions: mostly(fc.oneof(fc.nat(3), number)),
        extra: odd,
      },
      { requiredKeys: [] },
    ),
  },
);

const nested = fc.nat(20_000).map((depth) => '['.repeat(depth) + ']'.repeat(depth));
const numberText = fc.constantFrom(
  '1e400',
  '-0',
  '1E3',
  '00',
  '0x10',
  '9007199254740993',
  `1${'0'.repeat(400)}`,
);
const withNumberText = numberText.map(
  (text) => `[{"topic":"${topics.edit}","partition":0,"offset":${text},"timestamp":${text}}]`,
);
const manyEntries = fc
  .nat(2000)
  .map((count) =>
    JSON.stringify(Array.from({ length: count }, (_, partition) => ({ topic: 'a', partition }))),
  );

/** Entries of the right shape, each place once. */
const soundEntries = fc.uniqueArray(
  fc.record(
    {
      topic: fc.constantFrom(topics.edit, topics.move),
      partition: fc.nat(2),
      offset: fc.oneof(fc.integer({ min: -2, max: 7 }), fc.maxSafeNat()),
      timestamp: fc.oneof(fc.nat(2000), fc.maxSafeNat()),
      log: fc.constantFrom('q7Zk', 'zzzz', ''),
      partitions: fc.nat(3),
    },
    { requiredKeys: ['topic', 'partition'] },
  ),
  { minLength: 1, maxLength: 4, selector: (sound) => `${sound.topic}:${sound.partition}` },
);

/** The text of a `Last-Event-ID`: of all shapes, and near to right. */
export const idText: Arbitrary<string> = fc.oneof(
  { weight: 10, arbitrary: soundEntries.map((entries) => JSON.stringify(entries)) },
  { weight: 8, arbitrary: fc.array(entry, { maxLength: 4 }).map((entries) => JSON.stringify(entries)) },
  { weight: 3, arbitrary: fc.json() },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
  ...[nested, withNumberText, manyEntries].map((arbitrary) => ({ weight: 1, arbitrary })),
);

const time = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    '20260101000000',
    '20260231000000',
    '99999999999999',
    '1e3',
    ' ',
    'now',
    'NaN',
  ),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  fc.bigInt({ min: 0n }).map(String),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

const key = fc
  .tuple(
    fc.constantFrom('since', 'timestamp', 'last_event_id', 'discard_canary', 'filter', '__proto__'),
    fc.constantFrom(
      ...Array.from({ length: 20 }, () => ''),
      '[]',
      '[a]',
      '[0]',
      '[a][b]',
      '[__proto__]',
      '[',
      '%5B%5D',
      '.a',
      '%',
    ),
  )
  .map((parts) => parts.join(''));
const rawValue = fc.constantFrom(
  '%',
  '%zz',
  '%00',
  '%E0%A4%A',
  '%ff%fe',
  '+',
  '=',
  '#',
  '?',
  '[]',
  '"',
  '<',
  '%0d%0a',
);
const value = fc.oneof(
  { weight: 4, arbitrary: time.map(encoded) },
  { weight: 3, arbitrary: idText.map(encoded) },
  { weight: 1, arbitrary: rawValue },
);

/** A query, with its question mark: keys given once, again, as lists and as objects. */
export const query: Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.tuple(key, value).map((pair) => pair.join('=')),
      key,
    ),
    { maxLength: 4 },
  )
  .map((pairs) => (pairs.length === 0 ? '' : `?${pairs.join('&')}`));

const oddName = fc.oneof(
  rawValue.filter((text) => text !== '#' && text !== '?'),
  fc.constantFrom(
    '',
    ',',
    '.',
    '..',
    '%2e%2e',
    '%2F',
    'edit%2Cmove',
    '__proto__',
    'constructor',
    '/',
    '//',
    '*',
  ),
  fc.string({ unit: 'binary' }).map(encoded),
  fc.nat(70_000).map((length) => 'x'.repeat(length)),
);

/** What stands after `/v2/stream/`. */
export const names: Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom('edit', 'edits', 'move', 'edit,move'), oddName), {
    minLength: 1,
    maxLength: 4,
  })
  .map((all) => all.join(','));

function encoded(text: string): string {
  return encodeURIComponent(text);
}
