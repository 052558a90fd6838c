import type { EventFilter } from '../../../src/domain/event-filter.js';
import { maxSteps } from '../../../src/infrastructure/cel/evaluation.js';
import { compilerOf, eventOf } from './filtering.js';

const runs = 3;
const change = {
  ...Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`field${n}`, `text ${n}`])),
  tags: Array.from({ length: 100 }, (_, n) => `tag${n}`),
};

function joined(operand: string, count: number): string {
  return Array.from({ length: count }, () => operand).join('||');
}

function compiled(text: string): EventFilter {
  return compilerOf().compile(text, []);
}

/** The processor's time of a call in milliseconds: the least of a few, since others want the processor too. */
function cpuMs(call: () => unknown): number {
  const taken = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    call();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...taken);
}

describe('what fails', () => {
  it.each([
    ['event.exists(k, %)', 'k.a', 'k == "a"'],
    ['tags.exists(t, %)', 't.a', 't == "a"'],
    ['(%) == true', 'nothing.at.all == 1', 'tags[0] == "a"'],
  ])('costs about what succeeds does: %s', (text, failing, succeeding) => {
    const event = eventOf(change);
    const [failed, succeeded] = [failing, succeeding].map((operand) => {
      const filter = compiled(text.replace('%', joined(operand, 150)));
      return cpuMs(() => {
        for (let n = 0; n < 20; n += 1) filter.accepts(event);
      });
    });
    // With an error for each operand it was up to a thousand times as much.
    expect(failed).toBeLessThan(20 * (succeeded ?? 0) + 20);
  });
});

describe('what a filter takes', () => {
  const large = 400_000;
  const events = {
    text: { title: 'a'.repeat(2 * large), other: `${'a'.repeat(large)}b` },
    list: { list: Array.from({ length: large / 8 }, (_, n) => `a${n}`) },
    numbers: { list: Array.from({ length: large / 8 }, (_, n) => n + 0.5) },
    map: { map: Object.fromEntries(Array.from({ length: large / 16 }, (_, n) => [`k${n}`, n])) },
    nested: { list: Array.from({ length: large / 16 }, (_, a) => ({ a })), other: [{ a: 'x' }] },
  };

  it.each([
    ['text', joined('title.contains("aab")', 60)],
    ['text', `title.contains("b${'a'.repeat(3000)}")`],
    ['text', `title.contains("${'a'.repeat(100)}b${'a'.repeat(90)}")`],
    ['text', joined('size(title) == 5', 60)],
    ['text', 'double(title) == 1.0 || int(title) == 1 || bool(title)'],
    ['text', joined('title < title', 60)],
    ['text', 'title + other + title == other + title + title'],
    ['list', 'list.exists(x, x.contains("b") || size(x) == 99 || x + "b" == "c")'],
    ['list', 'list.all(x, list.size() > 0)'],
    ['list', `list.exists(x, ${joined('x.a', 290)})`],
    ['list', 'list.exists(x, [x, x] == list) || (list + list) == list'],
    ['list', 'list.exists(x, {"a": x}.a == "b" || string(b"abc") == x)'],
    ['numbers', 'list.exists(x, string(x + 0.123) + string(x * 1.1) == "b")'],
    ['numbers', 'list.exists(x, double(string(x)) == 1.0 || int(x) / 3 + 5 > 9999999)'],
    ['numbers', 'list.exists(x, 5u + 7u == 13u)'],
    ['map', 'map.exists(k, map[k] == "x") || size(map) == 1 || size(map) == 2'],
    ['nested', 'list.exists(x, x == other[0] || x.b == 1) || list == other'],
  ] as const)('has a bound on a large event, in steps and beside parsing it: %s, case %#', (name, text) => {
    const event = eventOf(events[name]);
    const filter = compiled(`(${text}) == true`);
    filter.accepts(event);
    const before = filter.effort?.steps ?? 0;
    filter.accepts(event);
    expect(filter.effort?.steps).toBeGreaterThan(before);
    expect((filter.effort?.steps ?? Infinity) - before).toBeLessThanOrEqual(maxSteps);
    const parsing = cpuMs(() => JSON.parse(JSON.stringify(events.list)) as unknown);
    expect(cpuMs(() => filter.accepts(event))).toBeLessThan(20 * parsing + 20);
  });

  it('is the same for the same event, however often it is asked', () => {
    const filter = compiled('tags.exists(t, t == "mobile") || field3.contains("x")');
    const event = eventOf(change);
    filter.accepts(event);
    const once = filter.effort?.steps;
    for (let n = 0; n < 9; n += 1) filter.accepts(event);
    expect(filter.effort?.steps).toBe(10 * (once ?? 0));
  });

  it('ends a filter that would take more: it is not true there', () => {
    const filter = compiled(`list.all(x, ${joined('x == "none"', 20)} || x.startsWith("a"))`);
    expect(filter.accepts(eventOf({ list: ['a1', 'a2'] }))).toBe(true);
    expect(filter.accepts(eventOf(events.list))).toBe(false);
  });
});
