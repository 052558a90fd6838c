import fc from 'fast-check';
import type { Redaction, RedactionContext } from '../../../src/domain/ports/redactor.js';
import { Redactor } from '../../../src/domain/ports/redactor.js';
import { EventPipeline } from '../../../src/application/feeds/event-pipeline.js';
import type { RecordOutcome, Telemetry } from '../../../src/domain/ports/telemetry.js';
import type { StreamCatalog } from '../../../src/domain/ports/stream-catalog.js';
import { PageRedactor } from '../../../src/infrastructure/redaction/page-redactor.js';
import type { StreamEvent } from '../../../src/domain/stream-event.js';
import { anySpaces, type JsonText, type Member, spellingOf, write } from '../../domain/json/json-text.js';

const partition = { topic: 'eqiad.edit', partition: 2 };
const POSITION = '"topic":"eqiad.edit","partition":2,"offset":7';
const pages = new PageRedactor({ enwiki: ['Secret Page'], 'en.wikipedia.org': ['Secret Page'] });

interface Told {
  readonly outcomes: RecordOutcome[];
  readonly failures: unknown[];
}

function processed(text: string, redactor: Redactor = pages): StreamEvent & { readonly told: Told } {
  const told: Told = { outcomes: [], failures: [] };
  const telemetry = {
    recordsRead: (_: string, outcome: RecordOutcome) => void told.outcomes.push(outcome),
    redacted: () => undefined,
    withheld: (_: unknown, error: unknown) => void told.failures.push(error),
  } as unknown as Telemetry;
  const catalog = {
    streamsOf: () => [{ name: 'mediawiki.recentchange' }, { name: 'mediawiki.page_change.v1' }],
  } as unknown as StreamCatalog;
  const records = [{ offset: 7, timestamp: 0, value: Buffer.from(text) }];
  const [event] = new EventPipeline(redactor, catalog, telemetry).processChunk(partition, { records }, true);
  return { ...event!, told };
}

/** As somebody wrote it who never thought of repeated keys. */
class HidesMallory extends Redactor {
  override redact(event: Readonly<Record<string, unknown>>): Redaction | undefined {
    return event['user'] === 'Mallory' ? { remove: [['user']], rule: { policy: 'hidden' } } : undefined;
  }
}

describe('an event that repeats a key', () => {
  it.each([
    ['the title, the page first', '{"wiki":"enwiki","title":"Secret Page","title":"Other","user":"WHO"}'],
    ['the title, the page last', '{"wiki":"enwiki","title":"Other","title":"Secret Page","user":"WHO"}'],
    [
      'the title, escaped',
      String.raw`{"wiki":"enwiki","t\u0069tle":"Secret Page","title":"Other","user":"WHO"}`,
    ],
    ['the wiki', '{"wiki":"enwiki","title":"Secret Page","wiki":"dewiki","user":"WHO"}'],
    [
      'the wiki and the title',
      '{"wiki":"enwiki","title":"X","wiki":"dewiki","title":"Secret Page","user":"WHO"}',
    ],
    ['wiki_id', '{"wiki_id":"enwiki","wiki_id":1,"title":"Secret Page","user":"WHO"}'],
    ['database', '{"database":"enwiki","database":null,"title":"Secret Page","user":"WHO"}'],
    ['meta', '{"meta":{"domain":"en.wikipedia.org"},"meta":{},"title":"Secret Page","user":"WHO"}'],
    ['meta.domain', '{"meta":{"domain":"en.wikipedia.org","domain":"x"},"title":"Secret Page","user":"WHO"}'],
    ['log_params', '{"wiki":"enwiki","log_params":{"target":"Secret Page"},"log_params":"","user":"WHO"}'],
    [
      'the target of a move',
      '{"wiki":"enwiki","log_params":{"4::target":"Secret Page","4::target":"X"},"user":"WHO"}',
    ],
    [
      'log_type',
      '{"wiki":"enwiki","log_type":"move","log_type":"block","log_params":["Secret Page"],"user":"WHO"}',
    ],
    [
      'page',
      '{"wiki":"enwiki","page":{"page_title":"Secret Page"},"page":{"page_title":"X"},"performer":"WHO"}',
    ],
    [
      'what is removed',
      '{"wiki":"enwiki","page_title":"Secret Page","performer":"WHO","performer":{"a":"WHO"}}',
    ],
    [
      'what is on the way to what is removed',
      String.raw`{"wiki":"enwiki","page":{"page_title":"Secret Page"},"revision":{"editor":"WHO"},"revision":{"edit\u006fr":1,"editor":"WHO"},` +
        '"prior_state":{"revision":{"editor":"WHO"},"revision":{"editor":"WHO"}},"prior_state":1}',
    ],
  ])('is redacted for every parser: %s', (_, text) => {
    const { json, redacted } = processed(text);
    expect(json).not.toContain('WHO');
    expect(redacted).toBe(true);
  });

  it('keeps the rest byte for byte', () => {
    expect(processed('{"wiki":"enwiki","title":"Secret Page","title":"X" ,"user":"WHO"}').json).toBe(
      `{"wiki":"enwiki","title":"Secret Page","title":"X" ,"meta":{${POSITION}}}`,
    );
    const harmless = '{"wiki":"enwiki","title":"A","title":"B","user":"WHO"';
    expect(processed(`${harmless}}`).json).toBe(`${harmless},"meta":{${POSITION}}}`);
  });

  it('has its position in whichever meta a parser reads', () => {
    expect(processed('{"meta":{"topic":1,"id":1},"meta":{}}').json).toBe(
      `{"meta":{"id":1,${POSITION}},"meta":{${POSITION}}}`,
    );
  });

  it.each([
    '{"meta":{"domain":"canary"},"meta":{"domain":"x"}}',
    '{"meta":{"domain":"x"},"meta":{"domain":"canary"}}',
    String.raw`{"meta":{"dom\u0061in":"can\u0061ry","domain":"x"}}`,
  ])('is a canary event where a parser may take it for one: %s', (text) => {
    expect(processed(text).canary).toBe(true);
  });

  it('may be nested as deep as a parser goes', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const text = `{"wiki":"enwiki","title":"Secret Page","title":"X","user":${deep},"a":${deep}}`;
    expect(processed(text).json).not.toContain('user');
  });

  it('is redacted by a redactor that knows nothing of repeated keys', () => {
    const hides = new HidesMallory();
    expect(processed('{"user":"Mallory","user":"Ada"}', hides).json).toBe(`{"meta":{${POSITION}}}`);
    expect(processed('{"user":"Eve","user":"Ada"}', hides).json).toContain('"user":"Eve","user":"Ada"');
  });

  it('is withheld where such a redactor would have to be asked too often', () => {
    const members = Array.from('abcdefg', (key) => `"${key}":1,"${key}":2`).join();
    const { json, told } = processed(`{${members}}`, new HidesMallory());
    expect(json).toBeUndefined();
    expect(told).toMatchObject({
      outcomes: ['withheld'],
      failures: [{ message: expect.stringContaining('64') as string }],
    });
    expect(processed(`{${members}}`).json).toContain(members);
  });
});

/** Where the rules look and what they remove, with whatever may stand there, any of it repeated and escaped. */
const NAMES = ['wiki', 'title', 'user', 'performer', 'meta', 'domain', 'page', 'page_title', 'prior_state'];
const MORE_NAMES = ['revision', 'editor', 'log_params', 'target', 'log_type', 'a'];
const scalars = fc
  .constantFrom('"enwiki"', '"en.wikipedia.org"', '"Secret Page"', '"secret_page"', '"Other"', '"move"', '1')
  .map((raw): JsonText => ({ kind: 'scalar', raw }));
const members = (levels: number): fc.Arbitrary<Member[]> => {
  const value = levels === 0 ? scalars : fc.oneof(scalars, objects(levels - 1));
  const key = fc.constantFrom(...NAMES, ...MORE_NAMES);
  const member = key.chain((name) => fc.record({ key: fc.constant(name), rawKey: spellingOf(name), value }));
  return fc.array(member, { maxLength: 5 });
};
const objects = (levels: number): fc.Arbitrary<JsonText> =>
  members(levels).map((list) => ({ kind: 'object', members: list }));
/** Often about the page, so that the rules have something to do. */
const events = fc
  .tuple(members(2), fc.subarray(['"wiki":"enwiki"', '"title":"Secret Page"', '"page_title":"Secret Page"']))
  .map(([list, about]): JsonText => {
    const named = about.map((text): Member => {
      const [key, raw] = text.split(':') as [string, string];
      return { key: JSON.parse(key) as string, rawKey: key, value: { kind: 'scalar', raw } };
    });
    const all = [...list, ...named].filter(({ key, value }) => key !== 'meta' || value.kind === 'object');
    return { kind: 'object', members: all };
  });

/** What a parser makes of it that takes, of a repeated key, the value that `choose` says. */
function parsed(json: JsonText, choose: (values: readonly JsonText[]) => JsonText): unknown {
  if (json.kind === 'scalar') return JSON.parse(json.raw);
  if (json.kind === 'array') return json.items.map((item) => parsed(item, choose));
  const values = new Map<string, JsonText[]>();
  for (const { key, value } of json.members) values.set(key, [...(values.get(key) ?? []), value]);
  return Object.fromEntries([...values].map(([key, list]) => [key, parsed(choose(list), choose)]));
}

describe('whatever is repeated, at every depth', () => {
  const context: RedactionContext = {
    topic: 'x',
    streams: ['mediawiki.recentchange', 'mediawiki.page_change.v1'],
  };
  const choosing = fc.infiniteStream(fc.nat({ max: 7 }));

  it('leaves nothing to any parser of what a rule removes from what that parser reads', () => {
    fc.assert(
      fc.property(events, anySpaces, choosing, (event, spaces, choices) => {
        const { json } = processed(write(event, spaces));
        const any = (values: readonly JsonText[]): JsonText =>
          values[choices.next().value! % values.length] ?? values[0]!;
        for (const choose of [
          (v: readonly JsonText[]) => v[0]!,
          (v: readonly JsonText[]) => v.at(-1)!,
          any,
        ]) {
          const reading = parsed(event, choose) as Record<string, unknown>;
          const { remove = [] } = pages.redact(reading, context) ?? {};
          for (const path of remove) expect(leadsSomewhere(json!, path)).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

/** Looks through the text by itself: every spelling of a key, every one of its values. */
function leadsSomewhere(json: string, path: readonly string[]): boolean {
  const seen: string[][] = [];
  const above: (string | undefined)[] = [];
  let key: string | undefined;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') above.push(token === '{' ? key : '[]');
    else if (token === '}' || token === ']') above.pop();
    else if (token.endsWith(':')) {
      key = JSON.parse(token.slice(0, -1).trim()) as string;
      seen.push([...above.slice(1).map(String), key]);
    }
  }
  return seen.some((found) => found.join('\0') === path.join('\0'));
}
