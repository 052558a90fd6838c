import {
  describedFields,
  mergeFields,
  seenFields,
  usualField,
} from '../../../ui/src/overview/countable-fields.js';
import { SeriesLooks } from '../../../ui/src/overview/series-look.js';
import { readEvent, type ReceivedEvent } from '../../../ui/src/watch/received-event.js';

const event = (value: object): ReceivedEvent => readEvent(JSON.stringify(value), 1)!;
const namesOf = (fields: readonly { readonly name: string }[]): readonly string[] =>
  fields.map(({ name }) => name);

describe('the fields whose values can be counted', () => {
  it('are scalars and lists of them, of what schemas describe', () => {
    const fields = [
      { path: ['meta'], types: ['object'] },
      { path: ['meta', 'dt'], types: ['string'], description: 'When' },
      { path: ['tags'], types: ['array'] },
      { path: ['tags', '*'], types: ['string'] },
      { path: ['labels'], types: ['object'] },
      { path: ['labels', '*'], types: ['string'] },
      { path: ['slots'], types: ['array'] },
      { path: ['slots', '*', 'size'], types: ['integer'] },
      { path: ['id'], types: ['integer', 'null'] },
      { path: ['any'], types: [] },
    ];
    expect(describedFields(fields)).toEqual([
      { path: ['meta', 'dt'], name: 'meta.dt', description: 'When' },
      { path: ['tags'], name: 'tags' },
      { path: ['id'], name: 'id' },
    ]);
  });

  it('are scalars and lists of them, of what events have, down to some depth', () => {
    const events = [
      event({ wiki: 'a', meta: { dt: 'x' }, tags: ['b'], none: null, empty: [], pages: [{ id: 1 }] }),
      event({ wiki: 'c', a: { b: { c: { d: 1, e: { f: 1 } } } } }),
    ];
    expect(namesOf(seenFields(events))).toEqual(['wiki', 'meta.dt', 'tags', 'a.b.c.d']);
  });

  it('are listed once, by name, with what is said of them, and keep names that have dots', () => {
    const [dotted] = seenFields([event({ 'a.b': 1 })]);
    const described = [{ path: ['wiki'], name: 'wiki', description: 'The wiki' }];
    const merged = mergeFields(
      [{ path: ['wiki'], name: 'wiki' }],
      described,
      [dotted!],
      seenFields([event({ wiki: 1 })]),
    );
    expect(merged).toEqual([{ path: ['a.b'], name: 'a.b' }, described[0]]);
  });

  it.each([
    [{ type: 'edit', wiki: 'a' }, 'wiki'],
    [{ type: 'edit', database: 'a' }, 'database'],
    [{ type: 'edit', meta: { domain: 'a' } }, 'type'],
    [{ meta: { domain: 'a', stream: 'b' } }, 'meta.domain'],
    [{ other: 1 }, undefined],
  ])('of %j: %s where nobody chose another', (value, name) => {
    expect(usualField(seenFields([event(value)]))?.name).toBe(name);
  });
});

describe('how lines are drawn', () => {
  it('differs for twelve streams, by more than colour for neighbours, and stays', () => {
    const looks = new SeriesLooks();
    const streams = Array.from({ length: 12 }, (_, index) => `stream ${index}`);
    const all = streams.map((stream) => JSON.stringify(looks.of(stream)));
    expect(new Set(all).size).toBe(12);
    expect(looks.of('stream 0').dash).not.toEqual(looks.of('stream 1').dash);
    expect(streams.map((stream) => JSON.stringify(looks.of(stream)))).toEqual(all);
  });
});
