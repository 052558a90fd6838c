import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { firstValueFrom } from 'rxjs';
import { stringify } from 'yaml';
import type { Stream } from '../../../src/domain/stream.js';
import { type LoadedCatalog, loadCatalog } from '../../../src/infrastructure/catalog/loaded-catalog.js';
import { streamCatalogContract } from '../../contracts/stream-catalog.contract.js';

const noWarning = (message: string): void => {
  if (!message.startsWith('Alias')) throw new Error(message);
};

/** The file that describes these streams. */
function written(streams: readonly Stream[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    streams.map(({ name, topics, topicsAllowed, aliases, description, schemaUri }) => [
      name,
      {
        topics,
        topics_allowed: topicsAllowed,
        stream_aliases: aliases,
        ...(description !== undefined && { description }),
        ...(schemaUri !== undefined && { $schema: schemaUri }),
      },
    ]),
  );
}

describe('LoadedCatalog', () => {
  let folder: string;
  let path: string;
  let catalog: LoadedCatalog | undefined;
  const save = (content: unknown): Promise<void> => writeFile(path, stringify(content));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
    path = join(folder, 'streams.yaml');
  });

  afterEach(async () => {
    catalog?.close();
    catalog = undefined;
    await rm(folder, { recursive: true });
  });

  describe('of a file', () => {
    streamCatalogContract(async (streams) => {
      await save(written(streams));
      const loaded = await loadCatalog(path, { warn: noWarning });
      return {
        catalog: loaded,
        async offer(next) {
          await save(written(next));
          await loaded.refresh();
        },
        close: () => loaded.close(),
      };
    });

    it('is read by path or by URI, as YAML or as JSON', async () => {
      await save({ edit: { topics: ['t'] } });
      catalog = await loadCatalog(pathToFileURL(path).href, { warn: noWarning });
      expect(catalog.find('edit')?.topics).toEqual(['t']);
      const json = join(folder, 'streams.json');
      await writeFile(json, '{"streams":{"move":{"topics":["u"]}}}');
      catalog = await loadCatalog(json, { warn: noWarning, objectPath: 'streams' });
      expect(catalog.find('move')?.topics).toEqual(['u']);
    });

    it.each([
      ['{}', 'it holds no valid stream'],
      ['edit: {}', 'it holds no valid stream'],
      ['[]', 'it is not a map of streams'],
      ['', 'it is not a map of streams'],
      ['a: [', 'it is neither valid JSON nor valid YAML'],
    ])('refuses to start with %j', async (content, reason) => {
      await writeFile(path, content);
      await expect(loadCatalog(path, { warn: () => undefined })).rejects.toThrow(
        `Cannot load the stream catalogue ${path}: ${reason}`,
      );
    });

    it('refuses to start without the file, and with a scheme it cannot read', async () => {
      await expect(loadCatalog(path, { warn: noWarning })).rejects.toThrow(
        `Cannot load the stream catalogue ${path}: it cannot be read (ENOENT)`,
      );
      await expect(loadCatalog('ftp://example.org/x', { warn: noWarning })).rejects.toThrow(
        'stream_config_uri: "ftp:" is not one of file:, http: and https:',
      );
    });

    it('keeps the last good streams while refreshes fail or find none, and says so once', async () => {
      const warnings: string[] = [];
      await save({ edit: { topics: ['t'] } });
      catalog = await loadCatalog(path, {
        warn: (message) => warnings.push(message),
        overrides: { own: { topics: ['o'] } },
      });
      await save({});
      await catalog.refresh();
      await rm(path);
      await catalog.refresh();
      expect(catalog.find('edit')).toBeDefined();
      expect(catalog.staleReason).toBe('it cannot be read (ENOENT)');
      await save({ move: { topics: ['t'] } });
      await catalog.refresh();
      expect(catalog.staleReason).toBeUndefined();
      expect(catalog.list().map(({ name }) => name)).toEqual(['move', 'own']);
      expect(warnings).toEqual([
        `Cannot refresh the stream catalogue ${path}, keeping the last one: it holds no valid stream`,
        `The stream catalogue ${path} is refreshed again`,
      ]);
    });

    it('tells of what is left out once, until that changes', async () => {
      const warnings: string[] = [];
      await save({ edit: { topics: ['t'] }, bad: {} });
      catalog = await loadCatalog(path, { warn: (message) => warnings.push(message) });
      await catalog.refresh();
      expect(warnings).toHaveLength(1);
      await save({ edit: { topics: ['t'] }, bad: { topics: 1 } });
      await catalog.refresh();
      expect(warnings).toHaveLength(2);
    });

    it('is read again in time', async () => {
      await save({ edit: { topics: ['t'] } });
      catalog = await loadCatalog(path, { warn: () => undefined, refreshMs: 5 });
      const changed = firstValueFrom(catalog.changes());
      await save({ move: { topics: ['t'] } });
      await changed;
      expect(catalog.list().map(({ name }) => name)).toEqual(['move']);
    });
  });

  describe('over HTTP', () => {
    let server: Server;
    let uri: string;
    let status: number;
    let requests: IncomingMessage[];
    let answering: boolean;

    beforeEach(async () => {
      status = 200;
      requests = [];
      answering = true;
      server = createServer((request, response) => {
        requests.push(request);
        if (answering) response.writeHead(status).end('{"edit":{"topics":["t"]}}');
      });
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/streams`;
    });

    afterEach(async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    });

    it('is asked for with a user agent', async () => {
      catalog = await loadCatalog(uri, { warn: noWarning, userAgent: 'streams/1' });
      expect(catalog.find('edit')?.topics).toEqual(['t']);
      expect(requests[0]?.headers['user-agent']).toBe('streams/1');
    });

    it('is given the credentials of its URI, which no message repeats', async () => {
      const secret = uri.replace('//', '//user:hunter2@');
      catalog = await loadCatalog(secret, { warn: noWarning });
      expect(requests[0]?.headers.authorization).toBe(`Basic ${btoa('user:hunter2')}`);
      status = 401;
      await expect(loadCatalog(secret, { warn: noWarning })).rejects.toThrow(
        `Cannot load the stream catalogue ${uri}: it cannot be fetched (status 401)`,
      );
    });

    it('keeps its streams while the server is away or does not answer', async () => {
      const warnings: string[] = [];
      catalog = await loadCatalog(uri, { warn: (message) => warnings.push(message), timeoutMs: 50 });
      answering = false;
      await catalog.refresh();
      expect(catalog.staleReason).toBe('it cannot be fetched (TimeoutError)');
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await catalog.refresh();
      expect(catalog.staleReason).toMatch(
        /^it cannot be fetched \((ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET)\)$/,
      );
      expect(catalog.find('edit')).toBeDefined();
      expect(warnings).toHaveLength(1);
    });

    it('ends a request in flight when it is closed, without a word', async () => {
      const warnings: string[] = [];
      catalog = await loadCatalog(uri, { warn: (message) => warnings.push(message) });
      answering = false;
      const refreshed = catalog.refresh();
      catalog.close();
      await refreshed;
      expect(warnings).toEqual([]);
      expect(catalog.find('edit')).toBeDefined();
    });
  });
});
