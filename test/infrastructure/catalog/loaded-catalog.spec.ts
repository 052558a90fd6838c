import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { firstValueFrom } from 'rxjs';
import { stringify } from 'yaml';
import { type LoadedCatalog, loadCatalog } from '../../../src/infrastructure/catalog/loaded-catalog.js';
import { streamCatalogContract } from '../../contracts/stream-catalog.contract.js';
import { written } from './written-streams.js';

const noWarning = (message: string): void => {
  if (!/^(?:Alias|Streams are withdrawn)/.test(message)) throw new Error(message);
};

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
      ['{}', 'it holds no stream'],
      ['[]', 'it holds no stream'],
      [
        'edit: {}',
        'it holds no valid stream. Stream "edit" is left out: topics: is missing, expected a list of topics',
      ],
      ['[1]', 'it is not a map of streams'],
      [' <!DOCTYPE html><html></html>', 'it is a page of HTML or XML, not JSON or YAML'],
      ['', 'it is not a map of streams'],
      [' { "edit": {"topics": ["t"]}, }', 'it is not valid JSON'],
      ['a: [', 'it is neither valid JSON nor valid YAML'],
    ])('refuses to start with %j', async (content, reason) => {
      await writeFile(path, content);
      await expect(loadCatalog(path, { warn: () => undefined })).rejects.toThrow(
        `Cannot load the stream catalogue ${path}: ${reason}`,
      );
    });

    it('tells where it looked for a file that is named from the working directory', async () => {
      await expect(loadCatalog('not-there.yaml', { warn: noWarning })).rejects.toThrow(
        `Cannot load the stream catalogue ${resolve('not-there.yaml')}: it cannot be read (ENOENT)`,
      );
    });

    it('refuses to start without the file, and with a scheme it cannot read', async () => {
      await expect(loadCatalog(path, { warn: noWarning })).rejects.toThrow(
        `Cannot load the stream catalogue ${path}: it cannot be read (ENOENT)`,
      );
      await expect(loadCatalog('ftp://example.org/x', { warn: noWarning })).rejects.toThrow(
        'stream_config_uri: "ftp:" is not one of file:, http: and https:',
      );
      await expect(loadCatalog('file://host/x', { warn: noWarning })).rejects.toThrow(
        'stream_config_uri: is not the file: URI of a local path',
      );
    });

    it('keeps the last good streams while refreshes fail or find none, and says so once for each reason', async () => {
      const warnings: string[] = [];
      await save({ edit: { topics: ['t'] } });
      catalog = await loadCatalog(path, {
        warn: (message) => warnings.push(message),
        overrides: { own: { topics: ['o'] } },
      });
      await save({});
      await catalog.refresh();
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
        `Cannot refresh the stream catalogue ${path}, keeping the last one: it holds no stream`,
        `Cannot refresh the stream catalogue ${path}, keeping the last one: it cannot be read (ENOENT)`,
        'Streams are withdrawn, and their readers end: edit',
        `The stream catalogue ${path} is refreshed again`,
      ]);
    });

    it('is read as YAML in the style of JSON as well', async () => {
      await writeFile(path, '{edit: {topics: [t]}, # one\n}');
      catalog = await loadCatalog(path, { warn: noWarning });
      expect(catalog.find('edit')?.topics).toEqual(['t']);
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

    it('tells of every read what came of it, and knows when the last good one was', async () => {
      const outcomes: string[] = [];
      const startMs = Date.now();
      await save({ edit: { topics: ['t'] } });
      catalog = await loadCatalog(path, {
        warn: () => undefined,
        onRefresh: (outcome) => outcomes.push(outcome),
      });
      await catalog.refresh();
      await save({ move: { topics: ['t'] } });
      await catalog.refresh();
      const { lastGoodAt } = catalog;
      expect(lastGoodAt).toBeGreaterThanOrEqual(startMs);
      expect(lastGoodAt).toBeLessThanOrEqual(Date.now());
      await save({});
      await catalog.refresh();
      expect(catalog.lastGoodAt).toBe(lastGoodAt);
      expect(outcomes).toEqual(['changed', 'unchanged', 'changed', 'failed']);
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
});
