import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../support/answer.js';
import { descriptionProblems } from '../support/openapi.js';
import type { Content, Description, Operation } from '../support/openapi.js';
import { serveFiles } from '../support/file-server.js';
import type { FileServer, Served } from '../support/file-server.js';
import { startService } from '../support/service.js';
import type { Service, StreamMap } from '../support/service.js';

const editSchema = `
title: wiki/edit
$id: /wiki/edit/1.0.0
$schema: https://json-schema.org/draft-07/schema#
type: object
additionalProperties: false
required: [$schema, meta, page]
properties:
  $schema: {type: string}
  meta: {type: object, additionalProperties: false, required: [stream], properties: {stream: {type: string}}}
  page: {$id: /fragment/page/1.0.0, $ref: '#/definitions/page'}
definitions:
  page: {type: object, required: [title], properties: {title: {type: string}}}
examples:
  - {$schema: /wiki/edit/1.0.0, meta: {stream: edit}, page: {title: Earth}}
`;
const moveSchema = `{"title": "wiki/move", "type": "object", "required": ["meta", "to"], "properties": {
  "meta": {"type": "object", "properties": {"dt": {"type": "string", "format": "date-time"}}},
  "to": {"type": "string", "examples": ["Moon"]}, "comment": {"type": "string"}}}`;

const streams: StreamMap = {
  'wiki.edit': {
    topics: ['eqiad.wiki.edit', 'codfw.wiki.edit'],
    stream_aliases: ['edit', 'changes'],
    schema_title: 'wiki/edit',
    $schema: '/wiki/edit/1.0.0',
    description: 'A page was edited.\nBy anybody.',
  },
  'wiki.move': { topics: ['wiki.move'], schema_title: 'wiki/move' },
  plain: { topics: ['plain'] },
};
const names = ['changes', 'edit', 'plain', 'wiki.edit', 'wiki.move'];

let service: Service | undefined;
let server: FileServer | undefined;

async function start(files: Readonly<Record<string, Served>>, config: object = {}): Promise<Service> {
  server = await serveFiles(files);
  service = await startService(streams, { schema_base_uris: [server.url], ...config });
  return service;
}

async function describeApi(): Promise<Description> {
  const { status, body } = await ask(`${service!.url}/?spec`);
  expect(status).toBe(200);
  return JSON.parse(body) as Description;
}

/** The description once it is as expected: it changes in the background. */
async function described(isThere: (description: Description) => boolean): Promise<Description> {
  for (;;) {
    const description = await describeApi();
    if (isThere(description)) return description;
  }
}

const has =
  (...schemas: readonly string[]) =>
  ({ components }: Description): boolean =>
    schemas.every((name) => name in components.schemas);

function operation(description: Description, name: string): Operation {
  return description.paths[`/v2/stream/${name}`]!.get;
}

function events(description: Description, name: string): Content {
  return operation(description, name).responses['200']!.content;
}

afterEach(async () => {
  await service?.close();
  await server?.close();
  service = server = undefined;
});

const both = { '/wiki/edit/1.0.0': editSchema, '/wiki/move/latest.json': moveSchema };

describe('the description of the API', () => {
  it('is valid OpenAPI 3.1, with and without schemas', async () => {
    await start(both);
    expect(await descriptionProblems(await describeApi())).toEqual([]);
    const description = await described(has('wiki.edit.1.0.0', 'wiki.move.latest'));
    expect(description.openapi).toBe('3.1.0');
    expect(await descriptionProblems(description)).toEqual([]);
  });

  it('has the route with all names and aliases, sorted, and a path for each of them', async () => {
    await start(both);
    const { paths } = await describeApi();
    expect(paths['/v2/stream/{streams}']!.get.parameters![0]).toMatchObject({
      name: 'streams',
      style: 'simple',
      explode: false,
      schema: { type: 'array', items: { type: 'string', enum: names } },
    });
    const single = Object.keys(paths).filter((path) => /^\/v2\/stream\/[^{]/.test(path));
    expect(single).toEqual(names.map((name) => `/v2/stream/${name}`));
  });

  it.each(['wiki.edit', 'edit', 'changes'])(
    'has description, title, schema and example of %s',
    async (name) => {
      await start(both);
      const description = await described(has('wiki.edit.1.0.0'));
      const { summary, description: text } = operation(description, name);
      expect(summary).toBe('A page was edited.');
      expect(text).toContain('By anybody.');
      expect(text).toContain('`wiki/edit`');
      const reference = '#/components/schemas/wiki.edit.1.0.0';
      const json =
        '{"$schema":"/wiki/edit/1.0.0","meta":{"stream":"wiki.edit","topic":"codfw.wiki.edit","partition":0,"offset":1234},"page":{"title":"Earth"}}';
      const content = events(description, name);
      expect(content['application/json']).toEqual({
        schema: { $ref: reference },
        example: JSON.parse(json) as object,
      });
      expect(content['application/x-ndjson']).toMatchObject({
        schema: { contentSchema: { $ref: reference } },
        example: `${json}\n`,
      });
      expect(content['text/event-stream']!.example).toMatch(
        /^event: message\nid: \[\{"topic":"codfw\.wiki\.edit",/,
      );
      expect(content['text/event-stream']!.example).toContain(`}]\ndata: ${json}\n\n`);
      expect(description.components.schemas['wiki.edit.1.0.0']).toMatchObject({
        title: 'wiki/edit',
        required: ['$schema', 'meta', 'page'],
        properties: { $schema: { type: 'string' }, page: { $ref: `${reference}/definitions/page` } },
      });
    },
  );

  it.each(['wiki.edit', 'edit', 'changes'])('says for programs what %s is', async (name) => {
    await start(both);
    const description = await described(has('wiki.edit.1.0.0'));
    expect(operation(description, name)['x-stream']).toMatchObject({
      name: 'wiki.edit',
      schema: { title: 'wiki/edit', $ref: '#/components/schemas/wiki.edit.1.0.0' },
    });
  });

  it('makes an example of the properties where the schema has none, and a general one without a schema', async () => {
    await start(both);
    const description = await described(has('wiki.move.latest'));
    expect(events(description, 'wiki.move')['application/json']!.example).toEqual({
      meta: { stream: 'wiki.move', topic: 'wiki.move', partition: 0, offset: 1234 },
      to: 'Moon',
    });
    expect(events(description, 'plain')['application/json']).toMatchObject({
      schema: { $ref: '#/components/schemas/Event' },
      example: { meta: { stream: 'plain', topic: 'plain' } },
    });
  });

  it('has every parameter, header and error, each with an example', async () => {
    await start(both);
    const { components, paths } = await describeApi();
    const inQuery = ['since', 'timestamp', 'discard_canary', 'filter', 'last_event_id'];
    expect(Object.keys(components.parameters)).toEqual([
      ...inQuery,
      'Last-Event-ID',
      'Accept',
      'X-Client-IP',
    ]);
    for (const parameter of Object.values(components.parameters)) {
      expect(JSON.stringify(parameter)).toMatch(/"examples?":/);
    }
    const types = Object.values(components.responses).flatMap(({ content }) =>
      Object.entries(content['application/problem+json']!.examples ?? {}),
    );
    expect(types.map(([type]) => type).sort()).toEqual([
      'headers_too_large',
      'internal_error',
      'invalid_filter',
      'invalid_last_event_id',
      'invalid_timestamp',
      'method_not_allowed',
      'missing_client_ip',
      'not_authorized',
      'not_found',
      'source_unavailable',
      'stream_misconfigured',
      'stream_not_found',
      'too_busy',
      'too_many_assignments',
      'too_many_connections',
      'too_many_partitions',
      'topic_not_available',
    ]);
    for (const [type, { value }] of types)
      expect(value).toMatchObject({ type, method: expect.any(String) as string });
    const { responses } = paths['/v2/stream/{streams}']!.get;
    expect(Object.keys(responses)).toEqual(['200', '400', '404', '405', '429', '431', '500', '503']);
  });

  it.each([
    '/v2/stream/edit?since=yesterday',
    '/v2/stream/a,b',
    '/v2/stream/edit?filter=wiki%20%3D%20%22enwiki%22',
  ])('shows the very answer to %s', async (path) => {
    await start(both);
    const { components } = await describeApi();
    const { body } = await ask(`${service!.url}${path}`);
    const problem = JSON.parse(body) as { readonly status: number; readonly type: string };
    const { content } = components.responses['BadRequest']!;
    const { value } = content['application/problem+json']!.examples![problem.type]!;
    const { uri, ...said } = value as { readonly uri: string };
    expect(problem).toMatchObject(said);
    expect(uri.split('?')[1]).toBe(path.split('?')[1]);
  });
});

describe('the schemas of the description', () => {
  it('cost a warning where they cannot be read, and never the route', async () => {
    await start({ '/wiki/move/latest': moveSchema });
    const description = await described(has('wiki.move.latest'));
    expect(await descriptionProblems(description)).toEqual([]);
    expect(events(description, 'edit')['application/json']!.schema).toEqual({
      $ref: '#/components/schemas/Event',
    });
    expect(operation(description, 'edit').description).toContain('`wiki/edit`');
    while (!service!.logText().includes('Cannot read the schema /wiki/edit/1.0.0')) await describeApi();
  });

  it('are waited for by nobody', async () => {
    await start({ ...both, '/wiki/edit/1.0.0': () => undefined });
    const description = await described(has('wiki.move.latest'));
    expect(has('wiki.edit.1.0.0')(description)).toBe(false);
    expect(Object.keys(description.paths)).toContain('/v2/stream/edit');
  });

  const real = join(__dirname, '../../../shared/data/jsonschema');
  (existsSync(real) ? it : it.skip)('describe the streams of Wikimedia', async () => {
    const titles = ['page/change', 'page/delete', 'page/links-change', 'page/move', 'page/properties-change'];
    const more = [
      'page/undelete',
      'recentchange',
      'revision/create',
      'revision/score',
      'revision/visibility-change',
    ];
    const all = [...titles, ...more].map((title) => `mediawiki/${title}`);
    const map = Object.fromEntries(
      all.map((title) => [title.replaceAll('/', '.'), { topics: ['a'], schema_title: title }]),
    );
    service = await startService(map, { schema_base_uris: ['/nowhere', real] });
    const keys = all.map((title) => `${title.replaceAll('/', '.')}.latest`);
    expect(await descriptionProblems(await described(has(...keys)))).toEqual([]);
  });
});
