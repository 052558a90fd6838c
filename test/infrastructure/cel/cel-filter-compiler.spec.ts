import { filterCompilerContract } from '../../contracts/filter-compiler.contract.js';
import { accepts, compilerOf, complaint, eventOf } from './filtering.js';

const edit = {
  $schema: '/mediawiki/recentchange/1.0.0',
  meta: { domain: 'fr.wikipedia.org', dt: '2026-11-21T17:00:00Z' },
  wiki: 'enwiki',
  type: 'edit',
  namespace: 0,
  title: 'User:Ada "é" <b>/x',
  bot: false,
  id: 5,
  length: { old: 500, new: 2000 },
  tags: ['mobile', 'visual'],
  log_params: null,
  list: [1, 2],
  int: 4,
  constructor: 1,
  odd: { constructor: { x: 'y' } },
};

filterCompilerContract({
  compiler: compilerOf(),
  equivalent: [
    ['wiki=="enwiki"&&bot==false', "(bot == false)  && ( wiki == 'enwiki' ) // the same"],
    ['meta.domain == "a"', 'meta["domain"] == "a"'],
    ['a == 1 || (b == 2 || c == 3)', 'c == 3 || b == 2 || a == 1'],
  ],
  different: [
    ['id == 5', 'id == "5"'],
    ['a == 1 && b == 2 || c == 3', 'a == 1 && (b == 2 || c == 3)'],
  ],
  costly: ['tags.all(a, tags.all(b, a == b))', `title.contains(${'title + '.repeat(100)}title)`],
  accepted: [
    ['wiki == "enwiki"', edit],
    ['nothing == 1 || !bot', edit],
  ],
  notAccepted: [
    ['nothing == 1', edit],
    ['!(nothing == 1)', edit],
    ['wiki < 3', edit],
  ],
});

describe('an expression', () => {
  it.each([
    'wiki == "enwiki" && bot == false',
    'meta.domain in ["fr.wikipedia.org", "de.wikipedia.org"] && type == "edit"',
    'title.startsWith("User:")',
    'length.new - length.old > 1000',
    'length.new > length.old + 1000',
    'length.new >= 2000 && length.new * 2 == 4000 && length.new / 4 == 500 && length.new % 3 == 2',
    'id == 5 && id == 5.0 && id in [4, 5] && id != 5.5 && -id < 0',
    'namespace == 0 && event.namespace == 0 && event["namespace"] == 0 && namespace in [0, 2]',
    'type != "log" && int == 4 && list[0] == 1 && size(list) == 2',
    '!bot',
    'has(event.wiki) && !has(event.nothing) && has(length.old) && !has(meta.nothing)',
    'nothing == 1 || wiki == "enwiki"',
    'log_params == null',
    'tags.exists(tag, tag == "mobile") && tags.all(t, size(t) == 6) && tags.exists_one(t, t.startsWith("v"))',
    '["User:", "Talk:"].exists(prefix, title.startsWith(prefix))',
    '"mobile" in tags && "domain" in meta',
    'title.contains("é") && title.endsWith("/x") && title.contains("\\"é\\"") && title.contains(r"<b>")',
    'bot ? false : true',
    'meta.dt > "2026-11-21T16:00:00Z"',
    'event["$schema"].startsWith("/mediawiki/")',
    'wiki in ["dewiki", "enwiki"] // a comment: namespace',
    'double(string(id)) == 5.0 && int(length.new) / 3 == 666',
    'wiki == "\\u0065nwiki"',
    '"namespace" != wiki',
    'constructor == 1 && odd.constructor.x == "y"',
  ])('accepts what it says: %s', (expression) => {
    expect(accepts(expression, edit)).toBe(true);
  });

  it.each([
    'wiki == "dewiki"',
    'nothing == 1',
    '!(nothing == 1)',
    'nothing.deeper == 1',
    'wiki < 3',
    'wiki',
    'wiki + 1 == "x"',
    'title.new == 5',
    'bot == "false"',
    'tags[7] == "x"',
    'id / 0 > 1 && false',
    'wiki.exists(x, x == "e")',
    'meta.constructor == 1',
    'toString == 1',
    'size(bot) == 1',
    'int(title) == 1',
    'length[["old"]] == 500',
  ])('accepts nothing where it is not true or cannot be told: %s', (expression) => {
    expect(accepts(expression, edit)).toBe(false);
  });

  it('is not misled by how a producer spells a text', () => {
    const json = '{"wiki":"\\u0065nwiki","n":1}';
    const event = { ...eventOf({}), json };
    expect(compilerOf().compile('wiki == "enwiki"', []).accepts(event)).toBe(true);
    expect(compilerOf().compile('wiki == "dewiki"', []).accepts(event)).toBe(false);
  });

  it.each([
    ['id == 0x10', 'id == 16'],
    ['namespace == 0', '(namespace)==0'],
  ])('is one filter with what says the same: %s', (one, other) => {
    expect(keyOf(one)).toBe(keyOf(other));
  });

  it.each([
    ['a - (b - c) == 1', '(a - b) - c == 1'],
    ['id == 5', 'id == "5"'],
    ['a == 1 && b == 2 || c == 3', 'a == 1 && (b == 2 || c == 3)'],
    ['a.b == 1', 'a == 1'],
    ['x == "a b"', 'x == "a" && b == 1'],
    ['t.exists(a, a == b)', 't.exists(b, a == b)'],
  ])('is another filter than %s: %s', (one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other));
  });

  it.each([
    ['wiki == "enwiki"', '["wiki"]', ['enwiki']],
    ['bot == false && "enwiki" == wiki', '["wiki"]', ['enwiki']],
    ['wiki in ["a", "b"] && id == 1', '["wiki"]', ['a', 'b']],
    ['wiki == "a" || wiki == "b"', '["wiki"]', ['a', 'b']],
    ['meta["domain"] == "a"', '["meta","domain"]', ['a']],
    ['id == 5', '["id"]', [5]],
    ['wiki == "a" || id == 1', undefined, undefined],
    ['wiki != "a"', undefined, undefined],
    ['!(wiki == "a")', undefined, undefined],
    ['wiki == title', undefined, undefined],
  ])('tells what it needs: %s', (expression, key, values) => {
    const { condition } = compilerOf().compile(expression, []);
    expect(condition?.field.key).toBe(key);
    expect(condition?.values).toEqual(values);
  });
});

describe('an expression that is wrong', () => {
  it.each([
    ['wiki = "enwiki"', 'at character 6: Unexpected character: ='],
    ['wiki ==', 'at character 8: it ends too early'],
    ['only bots please', 'at character 6: "bots" is not expected here'],
    ['bot && && minor', 'at character 8: "&&" is not expected here'],
    ['bot)', 'at character 4: ")" is not expected here'],
    ['(bot', 'at character 5: ")" is missing'],
    ['wiki in ["a"', 'at character 13: "]" is missing'],
    ['bot namespace', 'at character 5: "namespace" is not expected here'],
    [
      `bot "${'x'.repeat(50)}"`,
      `at character 5: ${JSON.stringify(`"${'x'.repeat(39)}`)} is not expected here`,
    ],
    ['wiki == "enwiki', 'at character 9: Unterminated string'],
    ['"a" + 1 == "b"', 'at character 1: no such overload: string + int'],
    ['size(title)', 'at character 1: it says int, not true or false'],
    [
      'title.matches("(a+)+$")',
      'at character 1: regular expressions are not supported, as their cost has no limit; use startsWith, endsWith or contains',
    ],
    ['toString(title)', 'at character 1: there is no function "toString" here'],
    ['title.constructor()', 'at character 1: there is no function "constructor" here'],
    ['true && frobnicate(title)', 'at character 9: there is no function "frobnicate" here'],
    ['cel.bind(x, wiki, x == "a")', 'at character 1: there is no function "bind" here'],
    ['tags.map(t, t) == []', 'at character 1: there is no function "map" here'],
    ['has(wiki)', 'at character 5: has() invalid argument'],
    ['for == 1', 'at character 1: Reserved identifier: for'],
    [
      'a.exists(x, b.exists(y, x == y))',
      'at character 13: nested loops are not supported, they are too expensive',
    ],
    ['(a + b).exists(x, x == 1)', 'at character 2: loops work over a field or a literal list only'],
    ['a.exists(1, true)', 'at character 10: exists(var, predicate) invalid predicate iteration variable'],
    [`x == "${'a'.repeat(5000)}"`, 'at character 4097: it is longer than 4096 characters'],
    [`${'('.repeat(40)}true${')'.repeat(40)}`, 'at character 33: Exceeded maxDepth (32)'],
    [`x in [${'1,'.repeat(501)}]`, 'at character 1007: Exceeded maxListElements (500)'],
    [
      'a == b'.concat(' || a.contains("x")'.repeat(70)),
      'at character 1: it is too expensive: it could scan texts and lists 71 times, more than 64',
    ],
  ])('says where and why: %s', (expression, reason) => {
    expect(complaint(expression)).toBe(`InvalidFilter: Cannot filter: ${reason}`);
  });
});

describe('the schemas of the streams', () => {
  const change = {
    additionalProperties: true,
    properties: {
      wiki: { type: 'string' },
      counts: { properties: { all: {} }, additionalProperties: { type: 'integer' } },
      meta: { type: 'object', properties: { domain: { type: 'string' } } },
      log_params: { type: ['object', 'array'], additionalProperties: true },
      anything: {},
      page: { allOf: [{ properties: { title: {} } }, { required: ['title'] }] },
      elsewhere: { $ref: '#/definitions/x' },
    },
  };
  const edit = { properties: { rev: { type: 'integer' } } };

  it.each([
    'wiki == "a" && meta.domain == "b" && meta.offset > 5',
    'log_params.target == "x" && anything.at.all == 1 && page.title == "x" && elsewhere.x == 1',
    'tags.exists(t, t.any == 1) || rev == 1',
    'size(event) > 1 && counts.any > 1',
    'event["unnamed"] == 1 && event["unnamed"].x == 1 && meta["unnamed"] == 1',
  ])('allow their fields: %s', (expression) => {
    const tags = { properties: { tags: { items: {} } } };
    expect(complaint(expression, { change, edit, tags })).toBe('none');
  });

  it.each([
    ['bot == false && wikii == "a"', 17, 'wikii', '; did you mean wiki?'],
    ['meta.domains == "b"', 6, 'meta.domains', '; did you mean meta.domain?'],
    ['has(event.wikii)', 11, 'wikii', '; did you mean wiki?'],
    ['page.titel == "x"', 6, 'page.titel', ''],
    ['page.titl == "x"', 6, 'page.titl', '; did you mean page.title?'],
    ['page.name == "x"', 6, 'page.name', ''],
    ['tags.exists(t, t == wikii)', 1, 'tags', ''],
  ])(
    'refuse a field that none of them has, and name one that is near: %s',
    (expression, position, field, hint) => {
      const bot = { properties: { bot: {} } };
      const reason = `at character ${position}: no schema of these streams has a field "${field}"${hint}`;
      expect(complaint(expression, { change, edit, bot })).toBe(`InvalidFilter: Cannot filter: ${reason}`);
    },
  );

  it.each([
    ['blockId == "a"', 1, 'blockId', 'blockId'],
    ['event.blockId == "a"', 7, 'blockId', 'blockId'],
    ['has(event.page.id)', 16, 'page.id', 'page.id'],
    ['blokId == "a"', 1, 'blokId', 'blockId'],
  ])(
    'name the field of a member "event", as it is to be written: %s',
    (expression, position, field, meant) => {
      const block = { properties: { event: { properties: { blockId: {}, page: {} } }, wiki: {} } };
      const reason = `at character ${position}: no schema of these streams has a field "${field}"`;
      const hint = `; did you mean event["event"].${meant}?`;
      expect(complaint(expression, { block })).toBe(`InvalidFilter: Cannot filter: ${reason}${hint}`);
      expect(complaint(`event["event"].${meant} == "a"`, { block })).toBe('none');
    },
  );

  it('refuse nothing where one of them is not known', () => {
    const streams = ['change', 'unknown'].map((name) => ({ ...eventStream, name }));
    expect(() => compilerOf({ change }).compile('wikii == "a"', streams)).not.toThrow();
  });
});

const eventStream = { topics: [], topicsAllowed: [], aliases: [], canaryEventsEnabled: false };

function keyOf(expression: string): string {
  return compilerOf().compile(expression, []).key;
}
