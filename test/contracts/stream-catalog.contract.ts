import type { StreamCatalog } from '../../src/domain/ports/stream-catalog.js';
import type { Stream } from '../../src/domain/stream.js';

/** A catalogue under test, and the way to change what it reads. */
export interface CatalogHarness {
  readonly catalog: StreamCatalog;
  /** Settles when the catalogue has taken the change in. */
  readonly offer: (streams: readonly Stream[]) => Promise<void>;
  readonly close: () => void;
}

/** A stream with nothing but what is asked for. */
function aStream(name: string, settings: Partial<Omit<Stream, 'name'>> = {}): Stream {
  const { topics = [`${name}.topic`] } = settings;
  return { name, topics, topicsAllowed: topics, aliases: [], canaryEventsEnabled: false, ...settings };
}

/** The rules of `StreamCatalog`, by their numbers. */
export function streamCatalogContract(open: (streams: readonly Stream[]) => Promise<CatalogHarness>): void {
  let harness: CatalogHarness | undefined;

  async function opened(...streams: readonly Stream[]): Promise<CatalogHarness> {
    harness = await open(streams);
    return harness;
  }

  afterEach(() => {
    harness?.close();
    harness = undefined;
  });

  describe('StreamCatalog', () => {
    const edit = aStream('edit', { aliases: ['edits', 'e'], description: 'Edits', schemaUri: '/edit/1.0.0' });

    it('1. finds a stream by its name and by each alias', async () => {
      const { catalog } = await opened(edit, aStream('move'));
      for (const name of ['edit', 'edits', 'e']) expect(catalog.find(name)).toEqual(edit);
    });

    it.each(['missing', 'EDIT', '', 'constructor', '__proto__', 'toString', 'edit,move'])(
      '1. finds nothing under %j',
      async (name) => {
        const { catalog } = await opened(edit, aStream('move'));
        expect(catalog.find(name)).toBeUndefined();
      },
    );

    it('1. finds the stream of a name that is an alias as well', async () => {
      const { catalog } = await opened(aStream('a', { aliases: ['b'] }), aStream('b'));
      expect(catalog.find('b')?.name).toBe('b');
    });

    it('2. lists every stream once, sorted by name', async () => {
      const { catalog } = await opened(aStream('b.x'), edit, aStream('b'), aStream('B'));
      expect(catalog.list().map(({ name }) => name)).toEqual(['B', 'b', 'b.x', 'edit']);
    });

    it('3. tells of a change after it has been made', async () => {
      const { catalog, offer } = await opened(edit);
      const seen: (readonly string[])[] = [];
      const watching = catalog.changes().subscribe(() => seen.push(catalog.list().map(({ name }) => name)));
      await offer([edit, aStream('move')]);
      await offer([aStream('move')]);
      watching.unsubscribe();
      expect(seen).toEqual([['edit', 'move'], ['move']]);
      expect(catalog.find('e')).toBeUndefined();
    });

    it('3. tells of a change within a stream', async () => {
      const { catalog, offer } = await opened(edit);
      let changes = 0;
      const watching = catalog.changes().subscribe(() => (changes += 1));
      await offer([{ ...edit, topics: ['other'], topicsAllowed: ['other'] }]);
      watching.unsubscribe();
      expect(changes).toBe(1);
      expect(catalog.streamsOf('other').map(({ name }) => name)).toEqual(['edit']);
    });

    it('3. tells nothing of a refresh that changed nothing', async () => {
      const { catalog, offer } = await opened(edit, aStream('move'));
      let changes = 0;
      const watching = catalog.changes().subscribe(() => (changes += 1));
      await offer([aStream('move'), { ...edit }]);
      watching.unsubscribe();
      expect(changes).toBe(0);
    });

    it('4. knows every stream of a topic, in topics or topicsAllowed', async () => {
      const { catalog } = await opened(
        aStream('b', { topics: ['t'] }),
        aStream('a', { topics: ['u'], topicsAllowed: ['u', 't'] }),
        aStream('c', { topics: ['u'] }),
      );
      expect(catalog.streamsOf('t').map(({ name }) => name)).toEqual(['a', 'b']);
      expect(catalog.streamsOf('u').map(({ name }) => name)).toEqual(['a', 'c']);
      expect(catalog.streamsOf('none')).toEqual([]);
    });
  });
}
