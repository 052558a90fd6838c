import type { JsonSchema, StreamSchemas } from '../../../src/domain/ports/stream-schemas.js';
import type { Stream } from '../../../src/domain/stream.js';
import { StaticCatalog } from '../../../src/infrastructure/catalog/static-catalog.js';
import { SchemaCache } from '../../../src/application/schemas/schema-cache.js';

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

/** Until what has been asked of a promise has happened. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the schemas that are known', () => {
  const repository = new HeldRepository();
  const all = streamsOf('/a', '/b');
  let changes = 0;
  let known: SchemaCache | undefined;

  function follow(catalog: StaticCatalog): SchemaCache {
    known = new SchemaCache(repository);
    known.changes().subscribe(() => (changes += 1));
    known.follow(catalog);
    return known;
  }

  /** What is found for streams of these paths. */
  function found(...paths: readonly string[]): readonly (JsonSchema | undefined)[] {
    return streamsOf(...paths).map((stream) => known!.find(stream)?.schema);
  }

  afterEach(() => {
    known?.close();
    repository.reads.length = 0;
    changes = 0;
  });

  it('are read once each, and a few at a time', async () => {
    const paths = Array.from({ length: 20 }, (_, index) => `/${index}`);
    const schemas = follow(new StaticCatalog(streamsOf(...paths, ...paths)));
    expect(repository.reads).toHaveLength(6);
    const read = await repository.settleAll((title) => ({ title }));
    expect([...read].sort()).toEqual([...paths].sort());
    expect(changes).toBe(20);
    expect(schemas.find(streamsOf('/7')[0]!)).toEqual({ path: '/7', schema: { title: '/7' } });
  });

  it('are found as soon as they are read, whatever the others do', async () => {
    follow(new StaticCatalog(streamsOf('/slow', '/fast')));
    repository.reads[1]!.settle({ title: 'fast' });
    await settled();
    expect(found('/fast', '/slow')).toEqual([{ title: 'fast' }, undefined]);
    expect(changes).toBe(1);
  });

  it('are none of a stream that names none', async () => {
    follow(new StaticCatalog(all));
    await repository.settleAll((title) => ({ title }));
    const { schemaUri, ...nameless } = all[0]!;
    expect([known!.find(all[0]!)?.path, known!.find(nameless)]).toEqual([schemaUri, undefined]);
  });

  it('are read once more for all changes that come while they are read', async () => {
    const catalog = new StaticCatalog(streamsOf('/a'));
    follow(catalog);
    for (const paths of [['/a', '/b'], ['/c'], ['/a', '/b']]) catalog.replace(streamsOf(...paths));
    expect(repository.reads.map(({ path }) => path)).toEqual(['/a']);
    expect(await repository.settleAll((title) => ({ title }))).toEqual(['/a', '/a', '/b']);
    expect(changes).toBe(2);
  });

  it('are told of again only where they have changed', async () => {
    const catalog = new StaticCatalog(all);
    follow(catalog);
    await repository.settleAll((title) => ({ title }));
    catalog.replace(streamsOf('/a', '/b', '/a'));
    await repository.settleAll((title) => ({ title: title === '/a' ? 'other' : title }));
    expect(found('/a', '/b')).toEqual([{ title: 'other' }, { title: '/b' }]);
    expect(changes).toBe(3);
  });

  it('are kept where they can no longer be read, and let go with the last stream that has them', async () => {
    const catalog = new StaticCatalog(streamsOf('/a', '/b', '/b'));
    follow(catalog);
    await repository.settleAll((title) => ({ title }));
    catalog.replace(all);
    await repository.settleAll(() => undefined);
    expect(found('/a', '/b')).toEqual([{ title: '/a' }, { title: '/b' }]);
    catalog.replace(streamsOf('/a'));
    await repository.settleAll(() => undefined);
    expect(found('/a', '/b')).toEqual([{ title: '/a' }, undefined]);
  });

  it('are tried again by themselves, ever more rarely, where they are missing', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      follow(new StaticCatalog(streamsOf('/a')));
      expect(await repository.settleAll(() => undefined)).toEqual(['/a']);
      jest.advanceTimersByTime(60_000);
      expect(await repository.settleAll(() => undefined)).toEqual(['/a']);
      jest.advanceTimersByTime(60_000);
      expect(repository.reads).toEqual([]);
      jest.advanceTimersByTime(60_000);
      expect(await repository.settleAll((title) => ({ title }))).toEqual(['/a']);
      expect(jest.getTimerCount()).toBe(0);
      expect(found('/a')).toEqual([{ title: '/a' }]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('are not read again where others are missing', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      follow(new StaticCatalog(all));
      await repository.settleAll((title) => (title === '/a' ? { title } : undefined));
      jest.advanceTimersByTime(60_000);
      expect(await repository.settleAll((title) => ({ title }))).toEqual(['/b']);
    } finally {
      jest.useRealTimers();
    }
  });

  it('are read no more once the service ends, not even after a change', async () => {
    const catalog = new StaticCatalog(streamsOf(...Array.from({ length: 9 }, (_, index) => `/${index}`)));
    follow(catalog).close();
    catalog.replace(all);
    expect(await repository.settleAll(() => undefined)).toHaveLength(6);
  });
});
