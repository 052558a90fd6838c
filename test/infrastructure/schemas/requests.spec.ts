import type { ServerResponse } from 'node:http';
import { SchemaCache } from '../../../src/application/schemas/schema-cache.js';
import type { Stream } from '../../../src/domain/stream.js';
import { StaticCatalog } from '../../../src/infrastructure/catalog/static-catalog.js';
import { RepositorySchemas } from '../../../src/infrastructure/schemas/repository-schemas.js';
import { serveFiles } from '../../support/file-server.js';
import type { FileServer, Served } from '../../support/file-server.js';

const streamCount = 169;
const schemaCount = 80;
/** Schemas of this number and above are in the second repository. */
const secondFrom = 50;

/** Two thirds of the schemas are known by their titles, so in a version that may change. */
function pathOf(index: number): string {
  return `/wiki/${index}/${index % 3 === 0 ? '1.0.0' : 'latest'}`;
}

function streamOf(index: number): Stream {
  const schema = index % schemaCount;
  const names = schema % 3 === 0 ? { schemaUri: pathOf(schema) } : { schemaTitle: `wiki/${schema}` };
  const name = `stream${index}`;
  return {
    name,
    topics: [name],
    topicsAllowed: [name],
    aliases: [],
    canaryEventsEnabled: false,
    ...names,
  };
}

/** Of an `ETag`, and so asked for again with a condition. */
function schemaFile(index: number): Served {
  const text = JSON.stringify({
    title: `wiki/${index}`,
    allOf: [{ $ref: '/fragment/common/2.0.0' }, { $ref: '/fragment/wiki/1.0.0#' }],
    properties: { page: { $ref: '/fragment/page/1.0.0' } },
  });
  return (response: ServerResponse) => {
    const etag = `"${index}"`;
    if (response.req.headers['if-none-match'] === etag) response.writeHead(304).end();
    else response.writeHead(200, { etag }).end(text);
  };
}

function repository(from: number, until: number, ending: string): Promise<FileServer> {
  const indices = Array.from({ length: until - from }, (_, index) => from + index);
  return serveFiles(Object.fromEntries(indices.map((index) => [pathOf(index) + ending, schemaFile(index)])));
}

describe.each(['', '.yaml', '.json'])(
  'the schemas of 169 streams, in files with the ending "%s"',
  (ending) => {
    const streams = Array.from({ length: streamCount }, (_, index) => streamOf(index));
    const catalog = new StaticCatalog(streams);
    const warnings: string[] = [];
    let servers: readonly FileServer[];
    let known: SchemaCache;

    beforeAll(async () => {
      servers = await Promise.all([
        repository(0, secondFrom, ending),
        repository(secondFrom, schemaCount, ending),
      ]);
      const source = new RepositorySchemas({
        baseUris: servers.map(({ url }) => url),
        latestVersion: 'latest',
        warn: (message) => warnings.push(message),
      });
      known = new SchemaCache(source);
      const all = changesOf(known, schemaCount);
      known.follow(catalog);
      await all;
    });

    afterAll(async () => {
      known.close();
      await Promise.all(servers.map((server) => server.close()));
    });

    it('are read once each, and next to nothing is asked for that is not there', () => {
      expect(streams.filter((stream) => known.find(stream) === undefined)).toEqual([]);
      expect(warnings).toEqual([]);
      const asked = servers.flatMap((server) => server.asked);
      const found = servers.flatMap((server) => server.asked.filter((path) => server.files.has(path)));
      expect(found).toHaveLength(schemaCount);
      expect(new Set(found).size).toBe(schemaCount);
      // The first repository has to say of each schema of the second that it lacks it.
      const least = schemaCount + (schemaCount - secondFrom);
      // Six are read at once before the ending of a repository is known, each with four names too many.
      expect(asked.length).toBeLessThanOrEqual(least + 2 * 6 * 4);
      expect(asked.filter((path) => path.includes('fragment'))).toEqual([]);
    });

    it('are asked for again after a change of the catalogue only where their version may change', async () => {
      for (const server of servers) server.asked.length = 0;
      servers[1]!.files.set('/wiki/new/latest' + ending, '{"title": "new"}');
      const added: Stream = { ...streamOf(1), name: 'zz-read-last', schemaTitle: 'wiki/new' };
      const more = changesOf(known, 1);
      catalog.replace([...streams, added]);
      await more;
      const expected = Array.from({ length: schemaCount }, (_, index) => pathOf(index)).filter((path) =>
        path.includes('latest'),
      );
      const again = (): readonly string[] =>
        servers.flatMap((server) => server.asked.filter((path) => !path.includes('new')));
      while (again().length < expected.length) await new Promise(setImmediate);
      expect([...new Set(again())].sort()).toEqual(expected.map((path) => path + ending).sort());
      expect(again()).toHaveLength(expected.length);
    });
  },
);

/** Resolves once so many schemas have been found. */
function changesOf(known: SchemaCache, count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    const following = known.changes().subscribe(() => {
      left -= 1;
      if (left > 0) return;
      following.unsubscribe();
      resolve();
    });
  });
}
