import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JsonSchema } from '../../../src/domain/ports/stream-schemas.js';
import type { Stream } from '../../../src/domain/stream.js';
import { RepositorySchemas } from '../../../src/infrastructure/schemas/repository-schemas.js';
import type { RepositoryOptions } from '../../../src/infrastructure/schemas/repository-schemas.js';
import { streamSchemasContract } from '../../contracts/stream-schemas.contract.js';
import { serveFiles } from '../../support/file-server.js';
import type { FileServer, Served } from '../../support/file-server.js';

const folder = mkdtempSync(join(tmpdir(), 'schemas-'));
const warnings: string[] = [];
const servers: FileServer[] = [];

function repository(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

async function server(files: Readonly<Record<string, Served>>): Promise<FileServer> {
  const started = await serveFiles(files);
  servers.push(started);
  return started;
}

function schemas(baseUris: readonly string[], options: Partial<RepositoryOptions> = {}): RepositorySchemas {
  const warn = (message: string): number => warnings.push(message);
  return new RepositorySchemas({ baseUris, latestVersion: 'latest', warn, ...options });
}

function read(
  source: RepositorySchemas,
  path: string,
  signal = new AbortController().signal,
): Promise<JsonSchema | undefined> {
  return source.read(path, signal);
}

const stream: Stream = {
  name: 'edit',
  topics: ['edit'],
  topicsAllowed: ['edit'],
  aliases: [],
  canaryEventsEnabled: false,
};

afterEach(async () => {
  warnings.length = 0;
  await Promise.all(servers.splice(0).map((each) => each.close()));
});

afterAll(() => rmSync(folder, { recursive: true }));

streamSchemasContract({
  source: schemas([
    repository('contract', { 'wiki/edit/latest': 'title: wiki/edit', 'wiki/edit/1.0.0': 'title: wiki/edit' }),
  ]),
  title: 'wiki/edit',
  uri: '/wiki/edit/1.0.0',
});

describe('the path of a schema', () => {
  it.each([
    ['its $schema', { schemaUri: '/wiki/edit/1.0.0', schemaTitle: 'wiki/edit' }, '/wiki/edit/1.0.0'],
    ['its $schema, without a fragment', { schemaUri: 'wiki/edit/1.0.0#' }, '/wiki/edit/1.0.0'],
    ['the latest version of its title', { schemaTitle: 'wiki/edit' }, '/wiki/edit/current'],
    ['nothing where there is neither', {}, undefined],
  ])('is %s', (_, settings, path) => {
    const source = schemas([folder], { latestVersion: 'current' });
    expect(source.pathOf({ ...stream, ...settings })).toBe(path);
  });

  it('is nothing where there is no repository', () => {
    expect(schemas([]).pathOf({ ...stream, schemaTitle: 'wiki/edit' })).toBeUndefined();
  });
});

describe('schemas in folders', () => {
  it.each(['without an ending', '.yaml', '.json'])('are read %s', async (ending) => {
    const suffix = ending.startsWith('.') ? ending : '';
    const text = ending === '.json' ? '{"title": "edit"}' : 'title: edit';
    const root = repository(`ending${suffix}`, { [`wiki/edit/1.0.0${suffix}`]: text });
    expect(await read(schemas([pathToFileURL(root).href]), '/wiki/edit/1.0.0')).toEqual({ title: 'edit' });
    expect(warnings).toEqual([]);
  });

  it('are read below a path, with or without slashes at its end', async () => {
    const root = repository('plain', { 'edit/latest.yaml': 'title: edit' });
    for (const base of [root, `${root}/`, `${pathToFileURL(root).href}//`]) {
      expect(await read(schemas([base]), '/edit/latest')).toEqual({ title: 'edit' });
    }
  });

  it('are read from the first repository that has them', async () => {
    const first = repository('first', { 'a/1': 'title: first', 'broken/1': '[1' });
    const second = repository('second', {
      'a/1': 'title: second',
      'b/1': 'title: b',
      'broken/1': 'title: c',
    });
    const source = schemas([join(folder, 'absent'), first, second]);
    expect(await read(source, '/a/1')).toEqual({ title: 'first' });
    expect(await read(source, '/b/1')).toEqual({ title: 'b' });
    expect(await read(source, '/broken/1')).toEqual({ title: 'c' });
    expect(warnings).toEqual([]);
  });

  it('cost a warning where they cannot be read, and another one only once something else is wrong', async () => {
    const root = repository('lost', {});
    const source = schemas([root]);
    expect(await read(source, '/a/1')).toBeUndefined();
    expect(await read(source, '/a/1')).toBeUndefined();
    const base = `${pathToFileURL(root).href}/`;
    expect(warnings).toEqual([`Cannot read the schema /a/1: at ${base} it cannot be read (ENOENT)`]);
    repository('lost', { 'a/1': 'just a text' });
    expect(await read(source, '/a/1')).toBeUndefined();
    expect(warnings[1]).toBe(
      `Cannot read the schema /a/1: at ${base} it is neither a map in JSON nor in YAML`,
    );
  });

  it.each(['/../secret', '/a/../../secret', '/%2e%2e/secret', '/..\\secret', '/%2e%2e%2fsecret'])(
    'are not read from beside the repository: %s',
    async (path) => {
      const root = repository('inside', { 'a/1': 'title: a' });
      repository('.', { secret: 'title: secret' });
      expect(await read(schemas([root]), path)).toBeUndefined();
      expect(warnings).toHaveLength(1);
    },
  );

  it.each([
    ['goes round in a circle', 'a: &a\n  b: *a\n'],
    ['is deeper than any schema', `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`],
    ['is broken JSON', '{"title": "edit"'],
    ['is a page', '<html></html>'],
    ['is longer than what is read', `title: ${'a'.repeat(2000)}`],
  ])('are refused where what is there %s', async (name, text) => {
    const root = repository(name, { 'a/1': text });
    expect(await read(schemas([root], { maxBytes: 1024 }), '/a/1')).toBeUndefined();
    expect(warnings).toHaveLength(1);
  });
});

describe('schemas on web servers', () => {
  it('are asked for under the name of the service, with the credentials of the URI', async () => {
    const { url, lastHeaders } = await server({ '/repo/edit/latest': 'title: edit' });
    const base = url.replace('//', '//some%40body:secret@');
    const source = schemas([`${base}/repo/`], { userAgent: 'streams/1' });
    expect(await read(source, '/edit/latest')).toEqual({ title: 'edit' });
    expect(lastHeaders()).toMatchObject({
      'user-agent': 'streams/1',
      authorization: `Basic ${Buffer.from('some@body:secret').toString('base64')}`,
    });
    expect(await read(source, '/lost/1')).toBeUndefined();
    expect(warnings).toEqual([
      `Cannot read the schema /lost/1: at ${url}/repo/ it cannot be fetched (status 404)`,
    ]);
  });

  it('are asked for with the headers that are set', async () => {
    const { url, lastHeaders } = await server({ '/edit/latest': 'title: edit' });
    const source = schemas([url], { headers: { Host: 'schema.example.org' } });
    expect(await read(source, '/edit/latest')).toEqual({ title: 'edit' });
    expect(lastHeaders()).toMatchObject({ host: 'schema.example.org', 'user-agent': 'eventstreams' });
  });

  it('are asked for under their other names where there is no such file, not where the server fails', async () => {
    const { url, asked, files } = await server({ '/a/1.json': '{"title": "a"}', '/b/1.json': 500 });
    const source = schemas([url]);
    expect(await read(source, '/a/1')).toEqual({ title: 'a' });
    expect(await read(source, '/b/1')).toBeUndefined();
    expect(asked).toEqual(['/a/1', '/a/1.yaml', '/a/1.json', '/b/1.json']);
    files.set('/b/1.json', 'title: b');
    expect(await read(source, '/b/1')).toEqual({ title: 'b' });
  });

  it('are asked for again where they were found, with a condition, and elsewhere once they are not there', async () => {
    const seen: unknown[] = [];
    const edit = (response: ServerResponse): void => {
      seen.push(response.req.headers['if-none-match']);
      if (seen.length === 2) response.writeHead(304).end();
      else response.writeHead(200, { etag: '"1"' }).end(`title: edit ${seen.length}`);
    };
    const second = await server({ '/edit/latest': edit });
    const first = await server({});
    const source = schemas([first.url, second.url]);
    const { signal } = new AbortController();
    const schema = await read(source, '/edit/latest');
    expect(await source.read('/edit/latest', signal, schema)).toBe(schema);
    expect(await source.read('/edit/latest', signal, schema)).toEqual({ title: 'edit 3' });
    expect(seen).toEqual([undefined, '"1"', '"1"']);
    expect(first.asked).toHaveLength(1);
    second.files.delete('/edit/latest');
    first.files.set('/edit/latest', 'title: moved');
    expect(await source.read('/edit/latest', signal, schema)).toEqual({ title: 'moved' });
  });

  it('are not asked for again in a fixed version', async () => {
    const { url, asked } = await server({ '/edit/1.2.0': 'title: edit' });
    const source = schemas([url]);
    const schema = await read(source, '/edit/1.2.0');
    expect(await source.read('/edit/1.2.0', new AbortController().signal, schema)).toBe(schema);
    expect(asked).toHaveLength(1);
  });

  it('are read elsewhere where a server does not answer in time', async () => {
    const { url } = await server({ '/a/1': () => undefined });
    const root = repository('elsewhere', { 'a/1': 'title: a' });
    expect(await read(schemas([url, root], { timeoutMs: 50 }), '/a/1')).toEqual({ title: 'a' });
  });

  it('are read no further than they may be long', async () => {
    const { url } = await server({ '/a/1': 'a'.repeat(2000) });
    expect(await read(schemas([url], { maxBytes: 1024 }), '/a/1')).toBeUndefined();
    expect(warnings[0]).toContain('has more than 1024 bytes');
  });

  it('are given up without a word where the reading is ended', async () => {
    const closing = new AbortController();
    const { url } = await server({ '/a/1': () => closing.abort() });
    expect(await read(schemas([url]), '/a/1', closing.signal)).toBeUndefined();
    expect(warnings).toEqual([]);
  });
});

it.each(['ftp://schemas.example/', 'https://'])('no repository can be at %s', (uri) => {
  expect(() => schemas([uri])).toThrow(/^schema_base_uris: /);
});
