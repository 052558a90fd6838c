import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { ask } from '../support/answer.js';
import { expectProblem } from '../support/problem.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const topic = 'dc1.edit';
const ndjson = { accept: 'application/x-ndjson' };

describe('a client that discards canary events', () => {
  let log: MemoryLog;
  let service: Service;
  const opened: RawStream[] = [];

  const append = (n: number, domain = 'en.wikipedia.org'): number =>
    log.append(topic, 0, { timestamp: 1000 + n, value: JSON.stringify({ n, meta: { domain } }) });
  const appendMixed = (from: number, to: number): void => {
    for (let n = from; n < to; n += 1) append(n, n % 2 === 0 ? 'en.wikipedia.org' : 'canary');
  };
  const open = async (query: string, headers: Readonly<Record<string, string>> = {}): Promise<RawStream> => {
    const stream = await RawStream.open(`${service.url}/v2/stream/edit${query}`, headers);
    opened.push(stream);
    return stream.until(({ text }) => headers['accept'] !== undefined || text.includes('id: '));
  };

  beforeEach(async () => {
    log = new MemoryLog();
    log.createTopic(topic, 1);
    service = await startService({ edit: { topics: [topic] } }, { heartbeat_ms: 100 }, log);
  });

  afterEach(async () => {
    for (const stream of opened.splice(0)) stream.close();
    await service.close();
  });

  it('gets none of them live, in the past and on resuming, beside one who gets all', async () => {
    appendMixed(0, 10);
    const all = await open('?since=0');
    const kept = await open('?since=0&discard_canary=true');
    const live = await open('?discard_canary=true');
    appendMixed(10, 20);
    await all.until(({ events }) => events.length === 20);
    await kept.until(({ events }) => events.length === 10);
    await live.until(({ events }) => events.length === 5);
    expect(numbers(all)).toEqual(upTo(20));
    expect(numbers(kept)).toEqual(upTo(20).filter(isEven));
    expect(numbers(live)).toEqual([10, 12, 14, 16, 18]);
    const resumed = await open('?discard_canary=true', { 'Last-Event-ID': kept.events[3]?.id ?? '' });
    await resumed.until(({ events }) => events.length === 6);
    expect(numbers(resumed)).toEqual([8, 10, 12, 14, 16, 18]);
  });

  it('gets none of them as lines', async () => {
    appendMixed(0, 10);
    const stream = await open('?since=0&discard_canary=true', ndjson);
    await stream.until(({ text }) => text.includes('"n":8'));
    appendMixed(10, 15);
    await stream.until(({ text }) => text.includes('"n":14'));
    expect(stream.text).not.toContain('canary');
    expect(stream.text.match(/"n":\d+/g)).toHaveLength(8);
  });

  it.each(['', '&since=0'])('has its place moved over them in silence%s', async (query) => {
    const stream = await open(`?discard_canary=true${query}`);
    append(1, 'canary');
    append(2, 'canary');
    await stream.until(({ lastId }) => offsetOf(lastId) === 2);
    expect(stream.events).toEqual([]);
    expect(stream.blocks.at(-1)).toEqual({ id: stream.lastId });
    append(3);
    await stream.until(({ events }) => events.length === 1);
    expect(numbers(stream)).toEqual([3]);
  });

  it.each(['discard_canary', 'discard_canary=', 'discard_canary=True'])('may say so by %s', async (query) => {
    appendMixed(0, 3);
    const stream = await open(`?since=0&${query}`);
    await stream.until(({ events }) => events.length === 2);
    expect(numbers(stream)).toEqual([0, 2]);
  });

  it('may say that it does not', async () => {
    appendMixed(0, 3);
    const stream = await open('?since=0&discard_canary=false');
    await stream.until(({ events }) => events.length === 3);
    expect(numbers(stream)).toEqual([0, 1, 2]);
  });

  it.each(['discard_canary=1', 'discard_canary=no', 'discard_canary=true&discard_canary=true'])(
    'is refused with %s',
    async (query) => {
      const uri = `/v2/stream/edit?${query}`;
      expectProblem(await ask(service.url + uri), {
        ...{ status: 400, type: 'invalid_filter', title: 'Bad Request' },
        detail: 'Cannot filter: "discard_canary" is neither "true" nor "false"',
        ...{ method: 'GET', uri },
      });
    },
  );

  it('is told of a bad time before, and of a bad id after, a bad filter', async () => {
    const typeOf = async (query: string): Promise<unknown> =>
      (JSON.parse((await ask(`${service.url}/v2/stream/edit?${query}`)).body) as { type: unknown }).type;
    expect(await typeOf('discard_canary=1&since=x&last_event_id=x')).toBe('invalid_timestamp');
    expect(await typeOf('discard_canary=1&last_event_id=x')).toBe('invalid_filter');
    expect(await typeOf('discard_canary=true&last_event_id=x')).toBe('invalid_last_event_id');
  });
});

const isEven = (n: number): boolean => n % 2 === 0;

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => n);
}

function numbers(stream: RawStream): readonly unknown[] {
  return stream.data.map(({ n }) => n);
}

function offsetOf(id: string | undefined): number | undefined {
  return (JSON.parse(id ?? '[]') as readonly { readonly offset?: number }[])[0]?.offset;
}
