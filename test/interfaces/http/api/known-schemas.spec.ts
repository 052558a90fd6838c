import type { JsonSchema, StreamSchemas } from '../../../../src/domain/ports/stream-schemas.js';
import type { Stream } from '../../../../src/domain/stream.js';
import { StaticCatalog } from '../../../../src/infrastructure/catalog/static-catalog.js';
import { KnownSchemas } from '../../../../src/interfaces/http/api/known-schemas.js';

function streamsOf(...paths: readonly string[]): readonly Stream[] {
  return paths.map((path, index) => ({
    name: `s${index}`,
    topics: ['a'],
    topicsAllowed: ['a'],
    aliases: [],
    canaryEventsEnabled: false,
    schemaUri: path,
  }));
}

/** A repository whose reads settle when a test says so. */
class HeldRepository implements StreamSchemas {
  readonly reads: { readonly path: string; readonly settle: (schema?: JsonSchema) => void }[] = [];

  pathOf({ schemaUri }: Stream): string | undefined {
    return schemaUri;
  }

  read(path: string): Promise<JsonSchema | undefined> {
    return new Promise((settle) => this.reads.push({ path, settle }));
  }

  /** Answers what is asked for, and all that is asked for then. */
  async settleAll(schemaOf: (path: string) => JsonSchema | undefined): Promise<readonly string[]> {
    const paths: string[] = [];
    while (this.reads.length > 0) {
      for (const { path, settle } of this.reads.splice(0)) {
        paths.push(path);
        settle(schemaOf(path));
      }
      await new Promise(setImmediate);
    }
    return paths;
  }
}

describe('the schemas that are known', () => {
  const repository = new HeldRepository();
  let changes = 0;
  let known: KnownSchemas | undefined;

  function of(catalog: StaticCatalog): KnownSchemas {
    known = new KnownSchemas(catalog, repository, () => (changes += 1));
    return known;
  }

  afterEach(() => {
    known?.close();
    repository.reads.length = 0;
    changes = 0;
  });

  it('are read once each, and a few at a time', async () => {
    const paths = Array.from({ length: 20 }, (_, index) => `/${index}`);
    const schemas = of(new StaticCatalog(streamsOf(...paths, ...paths)));
    const refreshed = schemas.refresh();
    expect(repository.reads).toHaveLength(6);
    const read = await repository.settleAll((title) => ({ title }));
    expect([...read].sort()).toEqual([...paths].sort());
    await refreshed;
    expect(changes).toBe(20);
    expect(schemas.find('/7')).toEqual({ title: '/7' });
  });

  it('are found as soon as they are read, whatever the others do', async () => {
    const schemas = of(new StaticCatalog(streamsOf('/slow', '/fast')));
    void schemas.refresh();
    repository.reads[1]!.settle({ title: 'fast' });
    await new Promise(setImmediate);
    expect([schemas.find('/fast'), schemas.find('/slow'), changes]).toEqual([
      { title: 'fast' },
      undefined,
      1,
    ]);
  });

  it('are read once more for all changes that come while they are read', async () => {
    const catalog = new StaticCatalog(streamsOf('/a'));
    const schemas = of(catalog);
    const refreshed = schemas.refresh();
    catalog.replace(streamsOf('/a', '/b'));
    await Promise.all([schemas.refresh(), schemas.refresh(), schemas.refresh()]);
    expect(repository.reads.map(({ path }) => path)).toEqual(['/a']);
    expect(await repository.settleAll((title) => ({ title }))).toEqual(['/a', '/a', '/b']);
    await refreshed;
    expect(changes).toBe(2);
  });

  it('are kept where they can no longer be read, and forgotten with their stream', async () => {
    const catalog = new StaticCatalog(streamsOf('/a', '/b'));
    const schemas = of(catalog);
    const first = schemas.refresh();
    await repository.settleAll((title) => ({ title }));
    await first;
    catalog.replace(streamsOf('/a'));
    const second = schemas.refresh();
    await repository.settleAll(() => undefined);
    await second;
    expect([schemas.find('/a'), schemas.find('/b')]).toEqual([{ title: '/a' }, undefined]);
  });

  it('are tried again by themselves, ever more rarely, where they are missing', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      const schemas = of(new StaticCatalog(streamsOf('/a')));
      void schemas.refresh();
      expect(await repository.settleAll(() => undefined)).toEqual(['/a']);
      jest.advanceTimersByTime(60_000);
      expect(await repository.settleAll(() => undefined)).toEqual(['/a']);
      jest.advanceTimersByTime(60_000);
      expect(repository.reads).toEqual([]);
      jest.advanceTimersByTime(60_000);
      expect(await repository.settleAll((title) => ({ title }))).toEqual(['/a']);
      expect(jest.getTimerCount()).toBe(0);
      expect(schemas.find('/a')).toEqual({ title: '/a' });
    } finally {
      jest.useRealTimers();
    }
  });

  it('are read no more once the service ends', async () => {
    const schemas = of(new StaticCatalog(streamsOf(...Array.from({ length: 9 }, (_, index) => `/${index}`))));
    void schemas.refresh();
    schemas.close();
    expect(await repository.settleAll(() => undefined)).toHaveLength(6);
  });
});
