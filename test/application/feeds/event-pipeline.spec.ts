import fc from 'fast-check';
import { EMPTY, type Observable } from 'rxjs';
import { EventPipeline } from '../../../src/application/feeds/event-pipeline.js';
import type { LogRecord } from '../../../src/domain/log-record.js';
import { type Redaction, type RedactionContext, Redactor } from '../../../src/domain/ports/redactor.js';
import { StreamCatalog } from '../../../src/domain/ports/stream-catalog.js';
import { type RecordOutcome, Telemetry } from '../../../src/domain/ports/telemetry.js';
import type { Stream } from '../../../src/domain/stream.js';
import type { StreamEvent } from '../../../src/domain/stream-event.js';
import { anyEvent, anySpaces, type Member, spellingOf, write } from '../../domain/json/json-text.js';
import { PageRedactor } from '../../../src/infrastructure/redaction/page-redactor.js';

const partition = { topic: 'eqiad.edit', partition: 2 };
const META = '"meta":{"topic":"eqiad.edit","partition":2,"offset":7}';
const record = (value: string | Buffer | null): LogRecord => ({
  offset: 7,
  timestamp: 1_795_271_349_000,
  value: typeof value === 'string' ? Buffer.from(value) : value,
});

/** One stream, which contains every topic. */
class OneStream extends StreamCatalog {
  private readonly stream: Stream = {
    name: 'mediawiki.recentchange',
    topics: ['eqiad.edit'],
    topicsAllowed: ['eqiad.edit'],
    aliases: [],
    canaryEventsEnabled: false,
  };
  find(): Stream {
    return this.stream;
  }
  list(): readonly Stream[] {
    return [this.stream];
  }
  streamsOf(): readonly Stream[] {
    return [this.stream];
  }
  changes(): Observable<void> {
    return EMPTY;
  }
}

/** Keeps what it is told about records. */
class Notebook extends Telemetry {
  readonly read: [topic: string, outcome: RecordOutcome, count: number][] = [];
  readonly redactions: unknown[] = [];
  readonly failures: unknown[] = [];
  recordsRead(...told: [string, RecordOutcome, number]): void {
    this.read.push(told);
  }
  redacted(...told: unknown[]): void {
    this.redactions.push(told);
  }
  withheld(...told: unknown[]): void {
    this.failures.push(told);
  }
  watch(): void {}
  delivered(): void {}
  filtered(): void {}
  readerOpened(): void {}
  readerClosed(): void {}
  refused(): void {}
  fetched(): void {}
  logBroke(): void {}
  topicUnreadable(): void {}
  topicReadable(): void {}
  warn(): void {}
}

/** Fails on the events that ask for it. */
class Failing extends Redactor {
  readonly error = new Error('a rule failed');
  redact(event: Readonly<Record<string, unknown>>): undefined {
    if (event['fail'] === true) throw this.error;
    return undefined;
  }
}

/** Removes one member of everything, and keeps the contexts it was asked in. */
class Removing extends Redactor {
  readonly contexts: RedactionContext[] = [];
  constructor(private readonly path: readonly string[]) {
    super();
  }
  redact(_: unknown, context: RedactionContext): Redaction {
    this.contexts.push(context);
    return { remove: [this.path], rule: { wiki: 'w', stream: 's', title: 't' } };
  }
  override redactRepeating(_: unknown, context: RedactionContext): Redaction {
    return this.redact(undefined, context);
  }
}

function pipeline(redactor: Redactor = new PageRedactor({})): {
  readonly process: (value: string | Buffer | null, live?: boolean) => StreamEvent;
  readonly processAll: (...values: (string | null)[]) => readonly StreamEvent[];
  readonly told: Notebook;
} {
  const told = new Notebook();
  const events = new EventPipeline(redactor, new OneStream(), told);
  return {
    told,
    process: (value, live = true) => {
      const [event] = events.processChunk(partition, { records: [record(value)] }, live);
      return event!;
    },
    processAll: (...values) => events.processChunk(partition, { records: values.map(record) }, true),
  };
}

describe('a record that is an event', () => {
  it('leaves as one line with its position in meta', () => {
    const { process, told } = pipeline();
    expect(process('{"id":12345678901234567890,\n"v":1.0}')).toEqual({
      offset: 7,
      timestamp: 1_795_271_349_000,
      json: `{"id":12345678901234567890, "v":1.0,${META}}`,
      bytes: 91,
      redacted: false,
      canary: false,
    });
    expect(told.read).toEqual([['eqiad.edit', 'event', 1]]);
  });

  it('counts the memory it takes: two bytes a character once one is beyond Latin-1', () => {
    const { process } = pipeline();
    for (const [title, width] of [
      ['x', 1],
      ['é', 1],
      ['Я', 2],
      ['漢', 2],
      ['😀', 2],
    ] as const) {
      const { json, bytes } = process(`{"title":"${title}"}`);
      expect(bytes).toBe(width * json!.length);
    }
  });

  it.each([
    ['{"meta":{"domain":"canary"}}', true],
    [String.raw`{"meta":{"dom\u0061in":"can\u0061ry"}}`, true],
    ['{"meta":{"domain":"canary.org"}}', false],
    ['{"meta":{"domain":["canary"]}}', false],
    ['{"domain":"canary"}', false],
  ])('is a canary event by meta.domain alone: %s', (value, canary) => {
    expect(pipeline().process(value).canary).toBe(canary);
  });

  it('may be nested deeper than a stack is', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(pipeline().process(`{"a":${deep}}`).json).toBe(`{"a":${deep},${META}}`);
  });
});

describe('a record that is not sent', () => {
  const nothing = {
    offset: 7,
    timestamp: 1_795_271_349_000,
    json: undefined,
    bytes: 0,
    redacted: false,
    canary: false,
  };

  it.each<[string, RecordOutcome, string | Buffer | null]>([
    ['a tombstone', 'tombstone', null],
    ['no bytes', 'undecodable', ''],
    ['bytes that are not JSON', 'undecodable', '{"a":1'],
    ['bytes that are not UTF-8', 'undecodable', Buffer.from('{"a":"\xff"}', 'latin1')],
    ['a surrogate in UTF-8', 'undecodable', Buffer.from('{"a":"\xed\xa0\x80"}', 'latin1')],
    ['a byte order mark', 'undecodable', '\ufeff{}'],
    ['two values', 'undecodable', '{}{}'],
    ['a raw line break in a string', 'undecodable', '{"a":"\n"}'],
    ['an array', 'undecodable', '[{}]'],
    ['a string', 'undecodable', '"a"'],
    ['null', 'undecodable', 'null'],
    ['a meta that is null', 'undecodable', '{"meta":null}'],
    ['a meta that is an array', 'undecodable', '{"meta":[]}'],
    ['a last meta that is a number', 'undecodable', String.raw`{"meta":{},"met\u0061":1}`],
    ['a first meta that is a number', 'undecodable', '{"meta":1,"meta":{}}'],
  ])('is moved past and counted: %s', (_, outcome, value) => {
    const { process, told } = pipeline();
    expect(process(value)).toEqual(nothing);
    expect(told.read).toEqual([['eqiad.edit', outcome, 1]]);
  });

  it('is one that a redaction rule failed on', () => {
    const redactor = new Failing();
    const { process, told } = pipeline(redactor);
    expect(process('{"fail":true}')).toEqual(nothing);
    expect(told.read).toEqual([['eqiad.edit', 'withheld', 1]]);
    expect(told.failures).toEqual([[{ ...partition, offset: 7 }, redactor.error]]);
  });
});

describe('a chunk', () => {
  it('gives an event for each record, in order, and is counted once per outcome', () => {
    const { processAll, told } = pipeline(new Failing());
    const events = processAll('{"a":1}', null, '{"a":2}', 'x', '{"fail":true}', '{"a":3}');
    expect(events.map(({ json }) => json?.slice(0, 6))).toEqual([
      '{"a":1',
      undefined,
      '{"a":2',
      undefined,
      undefined,
      '{"a":3',
    ]);
    expect(told.read).toEqual([
      ['eqiad.edit', 'event', 3],
      ['eqiad.edit', 'tombstone', 1],
      ['eqiad.edit', 'undecodable', 1],
      ['eqiad.edit', 'withheld', 1],
    ]);
  });

  it('without records tells nothing', () => {
    const { processAll, told } = pipeline();
    expect(processAll()).toEqual([]);
    expect(told.read).toEqual([]);
  });
});

describe('a redacted event', () => {
  it('is told with its place, the rule and whether it is live', () => {
    const { process, told } = pipeline(new Removing(['user']));
    expect(process('{"user":"x"}', false)).toMatchObject({ json: `{${META}}`, redacted: true });
    expect(told.redactions).toEqual([
      [{ ...partition, offset: 7 }, { wiki: 'w', stream: 's', title: 't' }, false],
    ]);
    expect(told.read).toEqual([['eqiad.edit', 'event', 1]]);
  });

  it('is redacted as of every stream that contains its topic', () => {
    const redactor = new Removing(['user']);
    pipeline(redactor).process('{}');
    expect(redactor.contexts).toEqual([{ topic: 'eqiad.edit', streams: ['mediawiki.recentchange'] }]);
    const pages = pipeline(new PageRedactor({ enwiki: ['Secret'] }));
    expect(pages.process('{"wiki":"enwiki","title":"secret","user":"x"}').json).toBe(
      `{"wiki":"enwiki","title":"secret",${META}}`,
    );
  });

  it('holds no spelling and no duplicate of what was removed', () => {
    const { process } = pipeline(new PageRedactor({ enwiki: ['Secret'] }));
    const text = String.raw`{"us\u0065r":"WHO1","wiki":"enwiki","user":{"a":"WHO2"},"title":"Secret","\u0075ser":"WHO3"}`;
    expect(process(text).json).toBe(`{"wiki":"enwiki","title":"Secret",${META}}`);
  });

  it('never holds what was removed, however often it was there, wherever and in whatever spelling', () => {
    const { process } = pipeline(new Removing(['user']));
    const user: fc.Arbitrary<Member> = spellingOf('user').map((rawKey) => ({
      key: 'user',
      rawKey,
      value: { kind: 'array', items: [{ kind: 'scalar', raw: '"WHO DID IT"' }] },
    }));
    const users = fc.array(fc.tuple(user, fc.nat({ max: 6 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(anyEvent, users, anySpaces, (event, inserted, spaces) => {
        const any = event.kind === 'object' ? event.members : [];
        const members = any.filter(({ key, value }) => key !== 'meta' || value.kind === 'object');
        for (const [member, at] of inserted) members.splice(at, 0, member);
        const { json } = process(write({ kind: 'object', members }, spaces));
        expect(json).not.toContain('WHO DID IT');
        expect(JSON.parse(json!)).not.toHaveProperty('user');
      }),
    );
  });
});
