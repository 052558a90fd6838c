import fc from 'fast-check';
import {
  parseStreamConfig,
  type StreamConfigOptions,
} from '../../../src/infrastructure/catalog/parse-stream-config.js';
import type { Stream } from '../../../src/domain/stream.js';

interface Outcome {
  readonly streams: readonly Stream[];
  readonly warnings: readonly string[];
}

function parse(raw: unknown, options: Omit<StreamConfigOptions, 'warn'> = {}): Outcome {
  const warnings: string[] = [];
  return {
    streams: parseStreamConfig(raw, { ...options, warn: (message) => warnings.push(message) }),
    warnings,
  };
}

const edit = { topics: ['eqiad.edit', 'codfw.edit'] };

describe('parseStreamConfig', () => {
  it('reads every setting of a stream and ignores those it does not know', () => {
    const { streams, warnings } = parse({
      edit: {
        topics: ['a', 'b', 'a'],
        topics_allowed: ['a', 'c'],
        stream_aliases: ['edits', 'edit'],
        description: 'Edits',
        schema_title: 'mediawiki/edit',
        $schema: '/edit/1.0.0',
        canary_events_enabled: true,
        topic_prefixes: ['eqiad.'],
        destination_event_service: 'x',
      },
    });
    expect(streams).toEqual([
      {
        name: 'edit',
        topics: ['a', 'b'],
        topicsAllowed: ['a', 'b', 'c'],
        aliases: ['edits'],
        description: 'Edits',
        schemaTitle: 'mediawiki/edit',
        schemaUri: '/edit/1.0.0',
        canaryEventsEnabled: true,
      },
    ]);
    expect(warnings).toEqual([]);
  });

  it('needs no more than topics', () => {
    expect(parse({ edit }).streams).toEqual([
      {
        name: 'edit',
        topics: edit.topics,
        topicsAllowed: edit.topics,
        aliases: [],
        canaryEventsEnabled: false,
      },
    ]);
  });

  it.each([
    ['/^mediawiki\\.job\\..+/', edit, 'its name is a pattern'],
    ['a,b', edit, 'its name is not a name without white space, ",", "/", "?" and "#"'],
    ['x', {}, 'topics: is missing, expected a list of topics'],
    ['x', { topics: [] }, 'topics: [] is not a list of at least one topic'],
    ['x', { topics: 'a' }, 'topics: "a" is not a list of topics'],
    [
      'x',
      { topics: ['/^a/'] },
      'topics.0: "/^a/" is not the name of a topic (1 to 249 letters, digits, ".", "_" and "-")',
    ],
    ['x', null, 'null is not a map of stream settings'],
    ['x', { ...edit, description: 1 }, 'description: 1 is not a text'],
  ])('leaves out %j: %j', (name, settings, reason) => {
    const { streams, warnings } = parse({ edit, [name]: settings });
    expect(streams.map((stream) => stream.name)).toEqual(['edit']);
    expect(warnings).toEqual([`Stream "${name}" is left out: ${reason}`]);
  });

  it('finds the map at a dotted path', () => {
    expect(parse({ a: { b: { edit } } }, { objectPath: 'a.b' }).streams).toHaveLength(1);
    expect(() => parse({ a: {} }, { objectPath: 'a.b' })).toThrow('it has no map of streams at "a.b"');
    expect(() => parse({ error: {}, servedby: 'x' }, { objectPath: 'streams' })).toThrow(
      'it has no map of streams at "streams"; its keys are "error","servedby"',
    );
    expect(() => parse({}, { objectPath: 'constructor' })).toThrow(
      'it has no map of streams at "constructor"',
    );
  });

  it.each([{ streams: {} }, { streams: [] }])('holds no stream in %j', (raw) => {
    expect(() => parse(raw, { objectPath: 'streams' })).toThrow('it holds no stream');
  });

  it('takes a setting that is null as one that is absent', () => {
    const { streams } = parse(
      { edit: { ...edit, description: null, schema_title: null } },
      { defaults: { description: 'default' } },
    );
    expect(streams[0]).toMatchObject({ name: 'edit', description: 'default' });
    expect(streams[0]).not.toHaveProperty('schemaTitle');
  });

  it('fills in defaults and lets overrides win, setting by setting', () => {
    const { streams } = parse(
      { a: { topics: ['a'] }, b: { topics: ['b'], description: 'own' } },
      {
        defaults: { description: 'default', canary_events_enabled: true },
        overrides: { b: { topics: ['c'] }, added: { topics: ['d'] } },
      },
    );
    expect(streams).toMatchObject([
      { name: 'a', description: 'default', canaryEventsEnabled: true },
      { name: 'added', topics: ['d'] },
      { name: 'b', topics: ['c'], description: 'own' },
    ]);
  });

  it('refuses defaults and overrides that no stream could have', () => {
    expect(() => parse({ edit }, { overrides: { edit: { topics: 'x' } } })).toThrow(
      'stream_config_overrides.edit.topics: "x" is not a list of topics',
    );
    expect(() => parse({ edit }, { defaults: { canary_events_enabled: 'yes' } })).toThrow(
      'stream_config_defaults.canary_events_enabled: "yes" is not true or false',
    );
  });

  it('offers the allowed streams only, with their aliases', () => {
    const { streams, warnings } = parse(
      {
        edit: { ...edit, stream_aliases: ['shared'] },
        a: { topics: ['a'], stream_aliases: ['shared'] },
        bad: {},
      },
      { allowedStreams: ['edit', 'missing'] },
    );
    expect(streams).toMatchObject([{ name: 'edit', aliases: ['shared'] }]);
    expect(warnings).toEqual(['Stream "missing" of allowed_streams is not in the catalogue']);
  });

  it('offers an allowed stream that only the overrides have, and refuses to offer none', () => {
    const overrides = { own: { topics: ['o'] } };
    expect(parse({ edit }, { overrides, allowedStreams: ['own'] }).streams).toMatchObject([{ name: 'own' }]);
    expect(() => parse({ edit }, { allowedStreams: ['own'] })).toThrow('it holds none of allowed_streams');
    expect(() => parse({ edit: {} }, { overrides, allowedStreams: ['own'] })).toThrow(
      'it holds no valid stream. Stream "edit" is left out: topics: is missing',
    );
  });

  it('gives a name to the stream of that name, and an alias to the first that claims it', () => {
    const { streams, warnings } = parse({
      c: { topics: ['c'], stream_aliases: ['x'] },
      b: { topics: ['b'], stream_aliases: ['x', 'c'] },
    });
    expect(streams).toMatchObject([
      { name: 'b', aliases: ['x'] },
      { name: 'c', aliases: [] },
    ]);
    expect(warnings).toEqual([
      'Alias "c" of stream "b" is left out: it names stream "c"',
      'Alias "x" of stream "c" is left out: it names stream "b"',
    ]);
  });

  it('gives no name or alias twice, whatever it reads', () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd', '/^e/', '__proto__', 'constructor');
    const settings = fc.record(
      {
        topics: fc.array(fc.constantFrom('t', 'u', '/^v/')),
        topics_allowed: fc.array(fc.constantFrom('t', 'w')),
        stream_aliases: fc.array(names),
        description: fc.anything(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.dictionary(names, fc.oneof(settings, fc.anything())), (raw) => {
        const { streams } = parse({ ...raw, sure: edit });
        const taken = streams.flatMap(({ name, aliases }) => [name, ...aliases]);
        expect(new Set(taken).size).toBe(taken.length);
        for (const { topics, topicsAllowed } of streams) {
          expect(topics.length).toBeGreaterThan(0);
          expect(topicsAllowed).toEqual(expect.arrayContaining([...topics]));
        }
      }),
    );
  });
});
