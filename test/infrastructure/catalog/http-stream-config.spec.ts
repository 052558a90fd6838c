import { gzipSync } from 'node:zlib';
import type { CatalogOptions, LoadedCatalog } from '../../../src/infrastructure/catalog/loaded-catalog.js';
import { loadCatalog } from '../../../src/infrastructure/catalog/loaded-catalog.js';
import { streamCatalogContract } from '../../contracts/stream-catalog.contract.js';
import { CatalogueServer } from '../../support/catalogue-server.js';
import { written } from './written-streams.js';

const streams = { edit: { topics: ['t'] } };
const json = JSON.stringify(streams);

describe('a catalogue over HTTP', () => {
  let server: CatalogueServer;
  let warnings: string[];
  let catalog: LoadedCatalog | undefined;

  async function load(options: Partial<CatalogOptions> = {}, uri = server.uri): Promise<LoadedCatalog> {
    catalog = await loadCatalog(uri, { warn: (message) => warnings.push(message), ...options });
    return catalog;
  }

  /** What is said where the first load fails. */
  async function refusal(options: Partial<CatalogOptions> = {}, uri = server.uri): Promise<unknown> {
    const prefix = `Cannot load the stream catalogue ${uri.replace(/\/\/.*@/, '//')}: `;
    return load(options, uri).then(
      () => undefined,
      (error: unknown) => (error as Error).message.replace(prefix, ''),
    );
  }

  beforeEach(async () => {
    server = await CatalogueServer.start();
    server.give(json);
    warnings = [];
  });

  afterEach(async () => {
    catalog?.close();
    catalog = undefined;
    await server.close();
  });

  streamCatalogContract(async (offered) => {
    server.give(JSON.stringify(written(offered)));
    const loaded = await load();
    return {
      catalog: loaded,
      async offer(next) {
        server.give(JSON.stringify(written(next)));
        await loaded.refresh();
      },
      close: () => loaded.close(),
    };
  });

  it('is asked for with a user agent', async () => {
    await load({ userAgent: 'streams/1' });
    expect(server.requests[0]?.headers['user-agent']).toBe('streams/1');
    expect(server.requests[0]?.headers['if-none-match']).toBeUndefined();
  });

  it('is given the credentials of its URI, which no message repeats', async () => {
    const secret = server.uri.replace('//', '//user:h%75nter2@');
    await load({}, secret);
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa('user:hunter2')}`);
    server.give('', {}, 401);
    expect(await refusal({}, secret)).toBe('it cannot be fetched (status 401)');
    await catalog?.refresh();
    expect(warnings.join()).toContain(server.uri);
    expect(warnings.join()).not.toMatch(/user|h%75nter2|hunter2/);
  });

  it.each(['http://u:%zz@h/', 'http://u:secret@h:x/', 'gopher://u:secret@h/'])(
    'does not repeat a URI that it cannot read: %s',
    async (uri) => {
      expect(await refusal({}, uri)).toMatch(/^stream_config_uri: (?!.*(?:secret|%zz))/);
    },
  );

  it('follows redirects, with its user agent, and gives its credentials to no other host', async () => {
    const other = await CatalogueServer.start();
    other.give(json);
    server.answer = (request, response) =>
      request.url?.startsWith('/w/')
        ? response.writeHead(301, { location: '/moved' }).end()
        : response.writeHead(302, { location: other.uri }).end();
    await load({ userAgent: 'streams/1' }, server.uri.replace('//', '//user:hunter2@'));
    expect(catalog?.find('edit')).toBeDefined();
    const [first, moved] = server.requests;
    expect([first?.headers.authorization, moved?.headers.authorization]).toEqual(
      Array.from({ length: 2 }, () => `Basic ${btoa('user:hunter2')}`),
    );
    expect(other.requests[0]?.headers).toMatchObject({ 'user-agent': 'streams/1' });
    expect(other.requests[0]?.headers.authorization).toBeUndefined();
    await other.close();
  });

  it('gives up on redirects without end, and on those that leave the web', async () => {
    server.give('', { location: '/again' }, 302);
    expect(await refusal()).toBe('it cannot be fetched (redirect count exceeded)');
    server.give('', { location: 'file:///etc/passwd' }, 302);
    expect(await refusal()).toBe('it cannot be fetched (URL scheme must be a HTTP(S) scheme)');
  });

  it('is read compressed', async () => {
    server.answer = (request, response) => {
      expect(request.headers['accept-encoding']).toContain('gzip');
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(json));
    };
    expect((await load()).find('edit')?.topics).toEqual(['t']);
  });

  it('takes no more than maxBytes, as they are after decompression', async () => {
    const long = json.padEnd(100_001);
    server.give(json.padEnd(100_000));
    await load({ maxBytes: 100_000 });
    server.give(long);
    expect(await refusal({ maxBytes: 100_000 })).toBe('it has more than 100000 bytes');
    server.give(gzipSync(long), { 'content-encoding': 'gzip' });
    expect(await refusal({ maxBytes: 100_000 })).toBe('it has more than 100000 bytes');
  });

  it('stops reading an answer without end', async () => {
    const closed = new Promise((resolve) => {
      server.answer = (_, response) => {
        const more = (): void => {
          if (response.write('x'.repeat(65_536))) setImmediate(more);
        };
        response.on('drain', more).on('close', resolve);
        more();
      };
    });
    expect(await refusal()).toBe(`it has more than ${10 * 1024 * 1024} bytes`);
    await closed;
  });

  it('waits no longer than timeoutMs for an answer, whole', async () => {
    server.answer = () => undefined;
    expect(await refusal({ timeoutMs: 50 })).toBe('it cannot be fetched within 50 ms');
    server.answer = (_, response) => {
      response.write('{');
      const trickle = setInterval(() => response.write(' '), 5);
      response.on('close', () => clearInterval(trickle));
    };
    expect(await refusal({ timeoutMs: 200 })).toBe('it cannot be fetched within 200 ms');
  });

  it.each([
    ['a page', () => server.give('<!doctype html><p>Sign in'), /^it is a page of HTML or XML/],
    ['no page', () => server.give('Not here', {}, 404), /^it cannot be fetched \(status 404\)$/],
    ['a 304 nobody asked for', () => server.give('', {}, 304), /^it cannot be fetched \(status 304\)$/],
    ['an empty answer', () => server.give(''), /^it is not a map of streams$/],
    ['half of it', () => server.give(json.slice(0, -3)), /^it is not valid JSON$/],
    ['less than promised', () => lessThanPromised(), /^it cannot be fetched \(UND_ERR\w*\)$/],
    [
      'broken gzip',
      () => server.give(json, { 'content-encoding': 'gzip' }),
      /^it cannot be fetched \(Z_\w+\)$/,
    ],
    [
      'nothing',
      () => (server.answer = (request) => request.socket.destroy()),
      /^it cannot be fetched \(\w+\)$/,
    ],
  ])('says so where it is given %s', async (_what, misbehave, reason) => {
    misbehave();
    expect(await refusal()).toMatch(reason);
  });

  function lessThanPromised(): void {
    server.answer = (request, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write(json, () => request.socket.destroy());
    };
  }

  it('says so where nobody answers', async () => {
    const { uri } = server;
    await server.close();
    expect(await refusal({}, uri)).toBe('it cannot be fetched (ECONNREFUSED)');
  });

  it('is asked for only if it has changed since it was last valid', async () => {
    const outcomes: string[] = [];
    server.give(json, { etag: '"1"' });
    await load({ onRefresh: (outcome) => outcomes.push(outcome) });
    server.give('{}', { etag: '"2"' });
    await catalog?.refresh();
    server.give('', {}, 304);
    await catalog?.refresh();
    server.give('{"move":{"topics":["t"]}}', { etag: 'W/"3"' });
    await catalog?.refresh();
    server.give('{"move":{"topics":["t"]}}');
    await catalog?.refresh();
    await catalog?.refresh();
    expect(server.requests.map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      '"1"',
      '"1"',
      '"1"',
      'W/"3"',
      undefined,
    ]);
    expect(outcomes).toEqual(['changed', 'failed', 'unchanged', 'changed', 'unchanged', 'unchanged']);
    expect(catalog?.find('move')).toBeDefined();
    expect(catalog?.staleReason).toBeUndefined();
  });

  it('ends a request in flight when it is closed, without a word', async () => {
    const outcomes: string[] = [];
    await load({ onRefresh: (outcome) => outcomes.push(outcome) });
    const gone = new Promise((resolve) => {
      server.answer = (_, response) => void response.on('close', resolve);
    });
    const refreshed = catalog?.refresh();
    await server.asked(2);
    catalog?.close();
    await Promise.all([refreshed, gone]);
    expect([warnings, outcomes]).toEqual([[], ['changed']]);
    expect(catalog?.find('edit')).toBeDefined();
  });
});
