import { gzipSync } from 'node:zlib';
import type { CatalogOptions, LoadedCatalog } from '../../../src/infrastructure/catalog/loaded-catalog.js';
import { loadCatalog } from '../../../src/infrastructure/catalog/loaded-catalog.js';
import { CatalogueServer } from '../../support/catalogue-server.js';

const json = JSON.stringify({ edit: { topics: ['t'] } });
const headers = { Host: 'meta.example.org', 'X-Key': 'hunter2' };

describe('a catalogue that is asked for with headers of its own', () => {
  let server: CatalogueServer;
  let catalog: LoadedCatalog | undefined;

  async function load(options: Partial<CatalogOptions> = {}, uri = server.uri): Promise<LoadedCatalog> {
    catalog = await loadCatalog(uri, { warn: () => undefined, headers, ...options });
    return catalog;
  }

  async function refusal(options: Partial<CatalogOptions> = {}): Promise<unknown> {
    return load(options).then(
      () => undefined,
      (error: unknown) => (error as Error).message.replace(/^.*?: (?=it )/, ''),
    );
  }

  beforeEach(async () => {
    server = await CatalogueServer.start();
    server.give(json);
  });

  afterEach(async () => {
    catalog?.close();
    catalog = undefined;
    await server.close();
  });

  it('is asked for with them, and with what is sent always', async () => {
    const loaded = await load({ userAgent: 'streams/1' }, server.uri.replace('//', '//user:pass@'));
    expect(loaded.find('edit')).toBeDefined();
    expect(server.requests[0]?.headers).toMatchObject({
      host: 'meta.example.org',
      'x-key': 'hunter2',
      'user-agent': 'streams/1',
      authorization: `Basic ${btoa('user:pass')}`,
    });
    expect(server.requests[0]?.headers['accept-encoding']).toBeUndefined();
  });

  it('may say that it is unchanged', async () => {
    server.give(json, { etag: '"1"' });
    const outcomes: string[] = [];
    const loaded = await load({ onRefresh: (outcome) => outcomes.push(outcome) });
    server.give('', {}, 304);
    await loaded.refresh();
    expect(server.requests[1]?.headers).toMatchObject({ 'if-none-match': '"1"', 'x-key': 'hunter2' });
    expect(outcomes).toEqual(['changed', 'unchanged']);
  });

  it('is not looked for where a redirect leads: what they hold is for one host', async () => {
    const other = await CatalogueServer.start();
    server.give('', { location: other.uri }, 302);
    expect(await refusal()).toBe('it cannot be fetched (status 302)');
    expect(other.requests).toEqual([]);
    await other.close();
  });

  it('is refused where it is late, too long, cut off or not there', async () => {
    server.answer = () => undefined;
    expect(await refusal({ timeoutMs: 50 })).toBe('it cannot be fetched within 50 ms');
    server.answer = (_, response) => response.writeHead(200).write('{');
    expect(await refusal({ timeoutMs: 50 })).toBe('it cannot be fetched within 50 ms');
    server.give(json.padEnd(1001));
    expect(await refusal({ maxBytes: 1000 })).toBe('it has more than 1000 bytes');
    server.answer = (_, response) => {
      response.writeHead(200).write(json);
      setImmediate(() => response.destroy());
    };
    expect(await refusal()).toMatch(/^it cannot be fetched \(ECONNRESET\)$/);
    server.give(gzipSync(json), { 'content-encoding': 'gzip' });
    expect(await refusal()).toMatch(/^it is /);
    server.give('', {}, 404);
    expect(await refusal()).toBe('it cannot be fetched (status 404)');
  });
});
