import { FilterIndex } from '../../../src/application/filters/filter-index.js';
import type { EventField, EventFilter, Scalar } from '../../../src/domain/event-filter.js';
import type { StreamEvent } from '../../../src/domain/stream-event.js';

interface Owner {
  readonly filter: EventFilter;
  asked: number;
}

const field = (name: string): EventField => ({
  key: name,
  read: ({ json }) => (JSON.parse(json ?? '{}') as Record<string, unknown>)[name],
});

function ownerOf(name: string, values: readonly Scalar[], isIndexed = true): Owner {
  const of = field(name);
  const owner: Owner = {
    asked: 0,
    filter: {
      key: `${name} in ${values.join()}`,
      ...(isIndexed && { condition: { field: of, values } }),
      accepts: (event) => {
        owner.asked += 1;
        return values.includes(of.read(event) as Scalar);
      },
    },
  };
  return owner;
}

function eventOf(event: object): StreamEvent {
  const json = JSON.stringify(event);
  return { offset: 0, timestamp: 0, json, bytes: json.length, redacted: false, canary: false };
}

function accepting(index: FilterIndex<Owner>, event: StreamEvent): readonly Owner[] {
  return index.ask(event, ({ filter }) => filter.accepts(event)).accepting;
}

describe('an index of filters', () => {
  it('asks those alone who need the value that an event has', () => {
    const index = new FilterIndex<Owner>();
    const owners = Array.from({ length: 1000 }, (_, n) => ownerOf('wiki', [`wiki${n}`]));
    for (const owner of owners) index.add(owner);
    expect(accepting(index, eventOf({ wiki: 'wiki7' }))).toEqual([owners[7]]);
    expect(accepting(index, eventOf({ wiki: 'none' }))).toEqual([]);
    expect(accepting(index, eventOf({}))).toEqual([]);
    expect(owners.filter(({ asked }) => asked > 0)).toEqual([owners[7]]);
  });

  it('tells values of different types apart', () => {
    const index = new FilterIndex<Owner>();
    const owners = ([5, '5', true, 'true', null] as const).map((value) => ownerOf('x', [value]));
    for (const owner of owners) index.add(owner);
    expect(accepting(index, eventOf({ x: 5 }))).toEqual([owners[0]]);
    expect(accepting(index, eventOf({ x: '5' }))).toEqual([owners[1]]);
    expect(accepting(index, eventOf({ x: true }))).toEqual([owners[2]]);
    expect(accepting(index, eventOf({ x: null }))).toEqual([owners[4]]);
    expect(accepting(index, eventOf({ x: [5] }))).toEqual([]);
  });

  it('finds everybody who accepts, by several fields and by none', () => {
    const index = new FilterIndex<Owner>();
    const [wiki, two, bot, any] = [
      ownerOf('wiki', ['a']),
      ownerOf('wiki', ['b', 'a']),
      ownerOf('bot', [false]),
      ownerOf('wiki', ['a'], false),
    ];
    for (const owner of [wiki, two, bot, any]) index.add(owner);
    expect(new Set(accepting(index, eventOf({ wiki: 'a', bot: false })))).toEqual(
      new Set([wiki, two, bot, any]),
    );
    expect(accepting(index, eventOf({ wiki: 'b', bot: true }))).toEqual([two]);
  });

  it('forgets who is removed', () => {
    const index = new FilterIndex<Owner>();
    const [one, other, any] = [ownerOf('w', ['a', 'b']), ownerOf('w', ['a']), ownerOf('w', ['a'], false)];
    for (const owner of [one, other, any]) index.add(owner);
    index.remove(one);
    index.remove(any);
    expect(accepting(index, eventOf({ w: 'a' }))).toEqual([other]);
    expect(accepting(index, eventOf({ w: 'b' }))).toEqual([]);
    index.remove(other);
    expect(accepting(index, eventOf({ w: 'a' }))).toEqual([]);
  });
});
