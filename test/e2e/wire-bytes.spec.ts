import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { redactedActor } from '../support/service-log.js';
import { RawStream } from '../support/sse-client.js';

const topic = 'dc1.edit';
const meta = (offset: number): string => `"topic":"dc1.edit","partition":0,"offset":${offset}`;
const id = (offset: number, timestamp: number): string =>
  `[{"topic":"dc1.edit","partition":0,"timestamp":${timestamp},"offset":${offset},"log":"q7Zk","partitions":1}]`;

/** What is in the log, and the line that a client is sent for it; `undefined`: it is sent none. */
const records: readonly (readonly [fact: string, value: string | Buffer | null, line?: string])[] = [
  ['an event without meta', '{"n":1}', `{"n":1,"meta":{${meta(0)}}}`],
  ['an empty event, white space around it', ' { } ', ` {"meta":{${meta(1)}}} `],
  ['a tombstone', null],
  [
    'numbers that JavaScript cannot hold or would rewrite',
    '{"big":12345678901234567890,"one":1.0,"e":1E+2,"tiny":-0.0}',
    `{"big":12345678901234567890,"one":1.0,"e":1E+2,"tiny":-0.0,"meta":{${meta(3)}}}`,
  ],
  ['bytes that are not JSON', 'not json'],
  ['JSON that is not an object', '[1]'],
  ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ['a meta that is not an object', '{"meta":7}'],
  [
    'members of meta in their order, those of the log replaced at its end, escaped ones too',
    '{"z":1,"meta":{"\\u0074opic":"x","stream":"edit","offset":5,"id":"i","partition":9},"a":2}',
    `{"z":1,"meta":{"stream":"edit","id":"i",${meta(8)}},"a":2}`,
  ],
  [
    'keys that repeat and keys like numbers',
    '{"b":1,"2":2,"1":3,"b":4,"__proto__":5}',
    `{"b":1,"2":2,"1":3,"b":4,"__proto__":5,"meta":{${meta(9)}}}`,
  ],
  [
    'line breaks between tokens, which become spaces',
    '{\r\n"a":\n[1,\r2]\n}',
    `{  "a": [1, 2] ,"meta":{${meta(10)}}}`,
  ],
  [
    'line separators that Python splits at',
    '{"s":"a\u2028b\u2029c\u0085d"}',
    `{"s":"a\\u2028b\\u2029c\\u0085d","meta":{${meta(11)}}}`,
  ],
  [
    'characters of one to four bytes, and escapes',
    '{"s":"é—🌍\\n\\u00e9\\/"}',
    `{"s":"é—🌍\\n\\u00e9\\/","meta":{${meta(12)}}}`,
  ],
  [
    'an event about a redacted page',
    `{"meta":{"domain":"en.wikipedia.org"},"page_title":"secret page","performer":{"user":"${redactedActor}"},"n":1.0}`,
    `{"meta":{"domain":"en.wikipedia.org",${meta(13)}},"page_title":"secret page","n":1.0}`,
  ],
];
const lines = records.map(([, , line]) => line);
const timestamp = (offset: number): number => 1_532_031_066_001 + offset;

describe('the bytes of a stream', () => {
  let log: MemoryLog;
  let service: Service;

  beforeEach(async () => {
    log = new MemoryLog({ logId: 'q7Zk' });
    log.createTopic(topic, 1);
    for (const [offset, [, value]] of records.entries()) {
      log.append(topic, 0, { timestamp: timestamp(offset), value });
    }
    const config = { mediawiki_redacted_pages: { 'en.wikipedia.org': ['Secret_Page'] } };
    service = await startService({ edit: { topics: [topic] } }, config, log);
  });

  afterEach(() => service.close());

  async function read(accept: string): Promise<string> {
    const stream = await RawStream.open(`${service.url}/v2/stream/edit?since=0`, { Accept: accept });
    await stream.until(({ text }) => text.includes(meta(records.length - 1)) && text.endsWith('\n'));
    stream.close();
    return stream.text;
  }

  it('begin with one block: ok, retry and the place that reading starts from', async () => {
    const [first] = (await read('text/event-stream')).split('\n\n');
    expect(first).toMatch(
      /^:ok\nretry: \d{4}\nid: \[\{"topic":"dc1\.edit","partition":0,"timestamp":\d+,"offset":0,"log":"q7Zk","partitions":1\}\]$/,
    );
    const retryMs = Number(/retry: (\d+)/.exec(first ?? '')?.[1]);
    expect(retryMs).toBeGreaterThanOrEqual(2100);
    expect(retryMs).toBeLessThanOrEqual(3900);
  });

  it('are then exactly a block for each event, with the id behind it', async () => {
    const text = await read('text/event-stream');
    const expected = lines.flatMap((line, offset) =>
      line === undefined
        ? []
        : [`event: message\nid: ${id(offset + 1, timestamp(offset))}\ndata: ${line}\n\n`],
    );
    expect(text.slice(text.indexOf('\n\n') + 2)).toBe(expected.join(''));
  });

  it.each(['application/json', 'application/x-ndjson'])(
    'are as %s exactly a line for each event',
    async (type) => {
      const expected = lines.flatMap((line) => (line === undefined ? [] : [`${line}\n`]));
      expect(await read(type)).toBe(expected.join(''));
    },
  );

  it('are the same live as they were from the past', async () => {
    const live = await RawStream.open(`${service.url}/v2/stream/edit`);
    await live.until(({ blocks }) => blocks.length > 0);
    const first = log.append(topic, 0, { timestamp: 1_600_000_000_000, value: '{"live":1.0}' });
    log.append(topic, 0, { timestamp: 1_600_000_000_001, value: null });
    log.append(topic, 0, { timestamp: 1_600_000_000_002, value: '{"live":2.0}' });
    await live.until(({ events }) => events.length === 2);
    live.close();
    expect(live.text.slice(live.text.indexOf('\n\n') + 2)).toBe(
      `event: message\nid: ${id(first + 1, 1_600_000_000_000)}\ndata: {"live":1.0,"meta":{${meta(first)}}}\n\n` +
        `event: message\nid: ${id(first + 3, 1_600_000_000_002)}\ndata: {"live":2.0,"meta":{${meta(first + 2)}}}\n\n`,
    );
  });

  it.each([
    // A comment comes first, and what begins the first event's block.
    ['text/event-stream', /^(?::ok\n|retry: \d+\n|(?:(?:[^\n]+\n)+\n)+)$/],
    ['application/x-ndjson', /^(?:[^\n]+\n)+$/],
  ])('come in chunks of whole blocks as %s, from the past and live', async (accept, wholeBlocks) => {
    const { socket, chunks, until } = openRaw(service.port, accept);
    await until((text) => text.includes(meta(records.length - 1)));
    const offsets = Array.from({ length: 5 }, (_, n) =>
      log.append(topic, 0, { timestamp: timestamp(99), value: `{"n":${n}}` }),
    );
    await until((text) => text.includes(meta(offsets.at(-1) ?? -1)));
    socket.destroy();
    expect(chunks().length).toBeGreaterThan(1);
    for (const chunk of chunks()) expect(chunk).toMatch(wholeBlocks);
  });
});

/** Reads a stream from a socket, and takes the chunks apart itself. */
function openRaw(
  port: number,
  accept: string,
): {
  readonly socket: Socket;
  readonly chunks: () => readonly string[];
  readonly until: (isThere: (text: string) => boolean) => Promise<void>;
} {
  let received = Buffer.alloc(0);
  const socket = connect(port, '127.0.0.1', () =>
    socket.write(`GET /v2/stream/edit?since=0 HTTP/1.1\r\nHost: x\r\nAccept: ${accept}\r\n\r\n`),
  );
  socket.on('data', (bytes) => (received = Buffer.concat([received, bytes])));
  const chunks = (): readonly string[] => chunksOf(received);
  const until = async (isThere: (text: string) => boolean): Promise<void> => {
    while (!isThere(chunks().join(''))) await new Promise((resolve) => socket.once('data', resolve));
  };
  return { socket, chunks, until };
}

/** The chunks of a response that are there as a whole. */
function chunksOf(response: Buffer): readonly string[] {
  const chunks: string[] = [];
  const head = response.indexOf('\r\n\r\n');
  let at = head < 0 ? response.length : head + 4;
  for (;;) {
    const sizeEnd = response.indexOf('\r\n', at);
    const size = parseInt(response.toString('latin1', at, Math.max(at, sizeEnd)), 16);
    const start = sizeEnd + 2;
    if (sizeEnd < 0 || start + size + 2 > response.length) return chunks;
    chunks.push(response.toString('utf8', start, start + size));
    at = start + size + 2;
  }
}
