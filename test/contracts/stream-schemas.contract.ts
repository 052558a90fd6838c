import type { StreamSchemas } from '../../src/domain/ports/stream-schemas.js';
import type { Stream } from '../../src/domain/stream.js';

/** What the spec of an adapter gives to run the contract. */
export interface StreamSchemasHarness {
  readonly source: StreamSchemas;
  /** The title of a schema that can be read. */
  readonly title: string;
  /** `$schema` of events of it. */
  readonly uri: string;
}

const stream: Stream = {
  name: 'edit',
  topics: ['edit'],
  topicsAllowed: ['edit'],
  aliases: [],
  canaryEventsEnabled: false,
};

/** The numbered rules of `StreamSchemas`. */
export function streamSchemasContract({ source, title, uri }: StreamSchemasHarness): void {
  const { signal } = new AbortController();

  describe('contract of StreamSchemas', () => {
    it('1. knows a schema by its `$schema` before its title, and by its title alone', async () => {
      const path = source.pathOf({ ...stream, schemaUri: uri, schemaTitle: 'another' });
      expect(path).toBe(uri);
      const byTitle = source.pathOf({ ...stream, schemaTitle: title });
      expect(await source.read(byTitle!, signal)).toMatchObject({ title });
    });

    it('1. knows none of a stream without either', () => {
      expect(source.pathOf(stream)).toBeUndefined();
    });

    it('2. gives the schema at a path, and the same again', async () => {
      const schema = await source.read(uri, signal);
      expect(schema).toMatchObject({ title });
      expect(await source.read(uri, signal)).toEqual(schema);
    });

    it('3. gives nothing where there is none, and does not reject', async () => {
      expect(await source.read(`${uri}-lost`, signal)).toBeUndefined();
    });
  });
}
