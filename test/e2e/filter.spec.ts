import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const topic = 'dc1.edit';
const ndjson = { accept: 'application/x-ndjson' };
const wikis = ['enwiki', 'dewiki', 'frwiki', 'wikidatawiki'];

describe('a client that filters', () => {
  let log: MemoryLog;
  let service: Service;
  const opened: RawStream[] = [];

  const append = (from: number, to: number): void => {
    for (let n = from; n < to; n += 1) {
      const event = { n, wiki: wikis[n % 4], bot: n % 8 < 4, length: { old: 100, new: 100 + 10 * n } };
      log.append(topic, 0, { timestamp: 1000 + n, value: JSON.stringify(event) });
    }
  };
  const open = async (
    query: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<RawStream> => {
    const url = `${service.url}/v2/stream/edit?${new URLSearchParams(query).toString()}`;
    const stream = await RawStream.open(url, headers);
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

  it('gets what it asks for live, in the past and on resuming, beside one who gets all', async () => {
    const filter = 'wiki == "enwiki" && bot == false';
    append(0, 40);
    const all = await open({ since: '0' });
    const past = await open({ since: '0', filter });
    const live = await open({ filter });
    append(40, 80);
    await all.until(({ events }) => events.length === 80);
    await past.until(({ events }) => events.length === 10);
    await live.until(({ events }) => events.length === 5);
    expect(numbers(past)).toEqual([4, 12, 20, 28, 36, 44, 52, 60, 68, 76]);
    expect(numbers(live)).toEqual([44, 52, 60, 68, 76]);
    expect(past.events).toEqual(all.events.filter((_, n) => n % 8 === 4));
    const resumed = await open({ filter }, { 'Last-Event-ID': past.events[3]?.id ?? '' });
    await resumed.until(({ events }) => events.length === 6);
    expect(resumed.events).toEqual(past.events.slice(4));
  });

  it('gets what it asks for as lines', async () => {
    append(0, 8);
    const stream = await open({ since: '0', filter: 'length.new - length.old > 30' }, ndjson);
    await stream.until(({ text }) => text.includes('"n":7'));
    append(8, 10);
    await stream.until(({ text }) => text.includes('"n":9'));
    expect(stream.text.match(/"n":\d+/g)).toEqual([4, 5, 6, 7, 8, 9].map((n) => `"n":${n}`));
  });

  it('shares nothing but the place with clients of other filters', async () => {
    const filters = wikis.map((wiki) => `wiki == "${wiki}"`);
    const streams = await Promise.all(filters.map((filter) => open({ filter })));
    const two = await open({ filter: 'wiki in ["enwiki", "dewiki"]' });
    append(0, 40);
    for (const [index, stream] of streams.entries()) {
      await stream.until(({ events }) => events.length === 10);
      expect(numbers(stream)).toEqual(upTo(40).filter((n) => n % 4 === index));
    }
    await two.until(({ events }) => events.length === 20);
    expect(numbers(two)).toEqual(upTo(40).filter((n) => n % 4 < 2));
  });

  it.each([{}, { since: '0' }])('has its place moved where nothing matches %j', async (start) => {
    append(0, 20);
    const stream = await open({ ...start, filter: 'wiki == "none"' });
    append(20, 400);
    await stream.until(({ lastId }) => offsetOf(lastId) === 400);
    expect(stream.events).toEqual([]);
    expect(stream.blocks.at(-1)).toMatchObject({ id: stream.lastId });
  });

  it('does not read again, when it comes back, what did not match', async () => {
    const filter = 'wiki == "none"';
    append(0, 2000);
    const stream = await open({ since: '0', filter });
    await stream.until(({ lastId }) => offsetOf(lastId) === 2000);
    stream.close();
    const resumed = await open({ filter: 'true' }, { 'Last-Event-ID': stream.lastId ?? '' });
    expect(offsetOf(resumed.lastId)).toBe(2000);
    append(2000, 2001);
    await resumed.until(({ events }) => events.length > 0);
    expect(numbers(resumed)).toEqual([2000]);
  });

  it('may discard canary events as well', async () => {
    const filter = 'wiki == "enwiki"';
    const stream = await open({ filter, discard_canary: 'true' });
    for (const domain of ['canary', 'en.wikipedia.org']) {
      const value = JSON.stringify({ wiki: 'enwiki', n: 1, meta: { domain } });
      log.append(topic, 0, { timestamp: 1, value });
    }
    await stream.until(({ events }) => events.length > 0);
    expect(stream.data.map(({ meta }) => meta)).toEqual([
      expect.objectContaining({ domain: 'en.wikipedia.org' }),
    ]);
  });

  it('goes on from where it was when its connection backs up', async () => {
    const filter = 'wiki == "enwiki"';
    const stream = await open({ filter });
    stream.pause();
    const value = (n: number): string =>
      JSON.stringify({ n, wiki: wikis[n % 2], filler: 'x'.repeat(20_000) });
    for (let n = 0; n < 1000; n += 1) log.append(topic, 0, { timestamp: n, value: value(n) });
    const other = await open({ since: '0', filter: 'wiki == "dewiki"' });
    await other.until(({ events }) => events.length === 500);
    stream.resume();
    await stream.until(({ events }) => events.length === 500);
    expect(numbers(stream)).toEqual(upTo(1000).filter((n) => n % 2 === 0));
  });
});

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => n);
}

function numbers(stream: RawStream): readonly unknown[] {
  return stream.data.map(({ n }) => n);
}

function offsetOf(id: string | undefined): number | undefined {
  return (JSON.parse(id ?? '[]') as readonly { readonly offset?: number }[])[0]?.offset;
}
