import { isSample, readCatalog } from '../../../ui/src/catalog/read-catalog.js';

const stream = (said: object): object => ({ get: { 'x-stream': said } });

describe('the catalogue in an API description', () => {
  it('has each stream once, however many names lead to it, in order of name', () => {
    const edit = { name: 'wiki.edit', aliases: ['edit'], topics: ['a', 'b'], description: 'Edits' };
    const paths = {
      '/v2/stream/{streams}': { get: {} },
      '/v2/stream/wiki.edit': stream(edit),
      '/v2/stream/edit': stream(edit),
      '/v2/stream/create': stream({ name: 'create', aliases: [], topics: ['c'] }),
    };
    expect(readCatalog({ paths })).toEqual([
      { name: 'create', aliases: [], topics: ['c'], fields: [] },
      { name: 'wiki.edit', aliases: ['edit'], topics: ['a', 'b'], description: 'Edits', fields: [] },
    ]);
  });

  it('has the fields of the schema that a stream refers to, and its title without them', () => {
    const paths = {
      '/known': stream({ name: 'a', schema: { title: 'wiki/edit', $ref: '#/components/schemas/edit' } }),
      '/named': stream({ name: 'b', schema: { title: 'wiki/move' } }),
    };
    const components = { schemas: { edit: { properties: { id: { type: 'integer' } } } } };
    expect(readCatalog({ paths, components })).toMatchObject([
      { name: 'a', schemaTitle: 'wiki/edit', fields: [{ path: ['id'], types: ['integer'] }] },
      { name: 'b', schemaTitle: 'wiki/move', fields: [] },
    ]);
  });

  it('is the sample’s where the description says so', () => {
    expect(isSample({ info: { 'x-sample': true } })).toBe(true);
    for (const said of [undefined, [], {}, { info: {} }, { info: { 'x-sample': 'yes' } }])
      expect(isSample(said)).toBe(false);
  });

  it('is empty in anything else', () => {
    for (const said of [undefined, null, 'text', [], {}, { paths: [] }, { paths: { a: { get: null } } }])
      expect(readCatalog(said)).toEqual([]);
  });
});
