import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const topic = 'dc1.edit';
const streams = { edit: { topics: [topic] } };
/** What programs send: not what a browser's `EventSource` does. */
const asProgram = { 'User-Agent': 'my-tool/1.0', Accept: 'text/event-stream' };
const pywikibot = { ...asProgram, 'User-Agent': 'script (wikipedia:en; User:X) Pywikibot/11.9.0 (g1)' };
const browser = {
  ...asProgram,
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
  'Cache-Control': 'no-cache',
};
/** More than a client is to read again. */
const far = 10_000;

describe('what is no event', () => {
  let log: MemoryLog;
  let service: Service;

  beforeEach(async () => {
    log = new MemoryLog({ logId: 'q7Zk' });
    log.createTopic(topic, 1);
    service = await startService(streams, { heartbeat_ms: 20 }, log);
  });

  afterEach(() => service.close());

  const append = (n: number): number => log.append(topic, 0, { timestamp: 1000 + n, value: `{"n":${n}}` });
  const open = (headers: Readonly<Record<string, string>>, query = ''): Promise<RawStream> =>
    RawStream.open(`${service.url}/v2/stream/edit${query}`, headers);
  const none = `?filter=${encodeURIComponent('n < 0')}`;

  it('is a comment for a program: retry belongs to the block of the first event', async () => {
    append(0);
    const stream = await open(asProgram, '?since=0');
    await stream.until(({ events }) => events.length === 1);
    stream.close();
    expect(stream.text).toMatch(
      /^:ok\n(?::\n)*retry: \d+\nevent: message\nid: .*"offset":1,.*\ndata: .*\n\n(?::\n)*$/,
    );
  });

  it('is no block for a script of a page, but lines with the id of the starting place', async () => {
    append(0);
    const stream = await open({ ...browser, 'Cache-Control': 'max-age=0' }, '?since=0');
    await stream.until(({ events }) => events.length === 1);
    stream.close();
    expect(stream.text).toMatch(
      /^:ok\nretry: \d+\nid: .*"offset":0,.*\n(?::\n)*event: message\nid: .*"offset":1,/,
    );
    expect(stream.blocks).toHaveLength(1);
  });

  it.each([
    ['a browser', browser],
    ['pywikibot', pywikibot],
    [
      'a program that reads through requests',
      { ...asProgram, 'User-Agent': 'my-tool/1.0 python-requests/2' },
    ],
  ])('is a block with the id of the starting place for %s', async (_, headers) => {
    const stream = await open(headers);
    await stream.until(({ blocks }) => blocks.length > 0);
    stream.close();
    expect(stream.text).toMatch(/^:ok\nretry: \d+\nid: .*"offset":0,.*\n\n/);
  });

  it('leaves a program with comments alone, however much it is not sent and however long', async () => {
    const stream = await open(asProgram, none);
    const beats = (): number => stream.text.split('\n:').length;
    for (let n = 0; n < 3; n += 1) {
      append(n);
      const before = beats();
      await stream.until(() => beats() > before + 1);
    }
    stream.close();
    expect(stream.text).toMatch(/^:ok\n(?::\n)+$/);
  });

  it('is a block for a program once it would have much to read again, and not before', async () => {
    const stream = await open(asProgram, none);
    for (let n = 0; n < far - 1; n += 1) append(n);
    const beats = (): number => stream.text.split('\n:').length;
    const before = beats();
    await stream.until(() => beats() > before + 2);
    expect(stream.text).not.toContain('id');
    append(far);
    await stream.until(({ blocks }) => blocks.length > 0);
    stream.close();
    expect(stream.lastId).toContain(`"offset":${far},`);
  });

  it('is the same bytes of events for both', async () => {
    const opened = await Promise.all([open(asProgram), open(browser)]);
    await Promise.all(opened.map((stream) => stream.until(({ text }) => text.includes(':ok\n'))));
    append(0);
    await Promise.all(opened.map((stream) => stream.until(({ text }) => /\ndata: .*\n\n/.test(text))));
    for (const stream of opened) stream.close();
    const [program = '', other] = opened.map(({ text }) => /event: message\n[^]*?\n\n/.exec(text)?.[0]);
    expect(program).toMatch(/^event: message\nid: .*\ndata: .*\n\n/);
    expect(other).toBe(program);
  });
});
