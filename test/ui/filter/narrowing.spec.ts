import { targetOf } from '../../../ui/src/filter/in-list.js';
import { namedFields } from '../../../ui/src/filter/named-fields.js';
import { narrowingsBy, type Target } from '../../../ui/src/filter/narrowing.js';
import { EventLog } from '../../../ui/src/watch/event-log.js';
import { readEvent } from '../../../ui/src/watch/received-event.js';

const named = (): boolean => true;
const english: Target = { field: ['wiki'], value: 'enwiki', inList: false };
const mobile: Target = { field: ['tags'], value: 'mobile edit', inList: true };

const waysOf = (target: Target, filter: string): Readonly<Record<string, string>> =>
  Object.fromEntries(narrowingsBy(target, filter, named).map((each) => [each.kind, each.filter]));

describe('a value', () => {
  it('narrows down to it, or to what is without it', () => {
    expect(waysOf(english, '')).toEqual({
      only: 'wiki == "enwiki"',
      not: '!(has(event.wiki) && wiki == "enwiki")',
    });
    expect(waysOf(mobile, 'bot == true')).toEqual({
      only: 'bot == true && "mobile edit" in tags',
      not: 'bot == true && !(has(event.tags) && "mobile edit" in tags)',
    });
  });

  it('is added to other values of its field, or takes their place, where the condition was', () => {
    expect(waysOf(english, 'wiki == "frwiki" && bot == true')).toEqual({
      only: 'wiki == "enwiki" && bot == true',
      also: 'wiki in ["frwiki", "enwiki"] && bot == true',
    });
    expect(waysOf(english, '!(has(event.wiki) && wiki == "frwiki")')).toEqual({
      only: 'wiki == "enwiki"',
      not: '!(has(event.wiki) && wiki in ["frwiki", "enwiki"])',
    });
  });

  it('that is asked for can be given up', () => {
    expect(waysOf(english, 'wiki in ["enwiki", "frwiki"]')).toEqual({
      only: 'wiki == "enwiki"',
      not: 'wiki == "frwiki"',
    });
    expect(waysOf(english, 'wiki == "enwiki"')).toEqual({ not: '!(has(event.wiki) && wiki == "enwiki")' });
    expect(waysOf(english, '!(has(event.wiki) && wiki == "enwiki")')).toEqual({ only: 'wiki == "enwiki"' });
  });

  it('of a list leaves its other values alone', () => {
    expect(waysOf(mobile, '"visual" in tags')).toEqual({
      only: '"visual" in tags && "mobile edit" in tags',
      not: '"visual" in tags && !(has(event.tags) && "mobile edit" in tags)',
    });
    expect(waysOf(mobile, '"mobile edit" in tags')).toEqual({
      not: '!(has(event.tags) && "mobile edit" in tags)',
    });
  });

  it('goes beside what was written by hand', () => {
    expect(waysOf(english, 'bot || minor')['only']).toBe('(bot || minor) && wiki == "enwiki"');
  });
});

describe('what was clicked on', () => {
  const log = new EventLog({ events: 10, characters: 10_000 });
  log.add(readEvent('{"wiki":"enwiki","tags":["mobile edit"],"pages":[{"title":"A"}],"0":{"tags":1}}', 1)!);
  log.add(readEvent('{"wiki":"frwiki","tags":["other"]}', 2)!);

  it('is told from an element of a list by the events', () => {
    expect(targetOf({ field: ['wiki'], value: 'enwiki' }, log)).toEqual(english);
    expect(targetOf({ field: ['tags'], value: 'mobile edit' }, log)).toEqual(mobile);
    expect(targetOf({ field: ['tags', '0'], value: 'mobile edit' }, log)).toEqual(mobile);
    expect(targetOf({ field: ['0', 'tags'], value: 1 }, log)).toEqual({
      field: ['0', 'tags'],
      value: 1,
      inList: false,
    });
  });

  it('is a field where the events have gone', () => {
    expect(targetOf({ field: ['x'], value: 'y' }, log)).toEqual({ field: ['x'], value: 'y', inList: false });
  });

  it('cannot be asked for where it stands within the element of a list', () => {
    expect(targetOf({ field: ['pages', '0', 'title'], value: 'A' }, log)).toBeUndefined();
  });
});

describe('a field', () => {
  it('is named where a schema of any stream has it', () => {
    const streams = [
      [['meta'], ['meta', 'domain']],
      [['params'], ['params', '*']],
    ].map((paths) => ({
      name: 'x',
      aliases: [],
      topics: [],
      fields: paths.map((path) => ({ path, types: [] })),
    }));
    const isNamed = namedFields(streams);
    expect(
      [
        ['meta', 'domain'],
        ['params', 'any'],
      ].map(isNamed),
    ).toEqual([true, true]);
    expect([['domain'], ['meta', 'other'], ['meta', 'domain', 'x']].map(isNamed)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
