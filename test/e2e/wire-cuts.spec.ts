import { createParser } from 'eventsource-parser';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

/** What a client of the WHATWG standard makes of a stream. */
class Client {
  readonly received: string[] = [];
  lastId = '';

  /** Reads bytes that end with the connection: a block that is not complete counts for nothing. */
  take(bytes: Buffer): void {
    const decoder = new TextDecoder();
    const parser = createParser({
      onEvent: ({ event, data }) => {
        if (event === 'message') this.received.push(data);
      },
    });
    for (let at = 0; at < bytes.length; at += 1) {
      parser.feed(decoder.decode(bytes.subarray(at, at + 1), { stream: true }));
    }
    this.lastId = idAtEnd(bytes.toString('utf8')) ?? this.lastId;
  }
}

/** The last id of a complete block: browsers take it with or without data. */
function idAtEnd(text: string): string | undefined {
  const whole = text.slice(0, text.lastIndexOf('\n\n') + 1);
  return [...whole.matchAll(/^id: (.*)$/gm)].at(-1)?.[1];
}

describe('a stream that is cut', () => {
  let log: MemoryLog;
  let service: Service;
  let all: readonly string[];

  beforeEach(async () => {
    log = new MemoryLog({ logId: 'q7Zk' });
    for (const topic of ['dc1.edit', 'dc2.edit']) log.createTopic(topic, 1);
    for (const [n, topic] of ['dc1.edit', 'dc2.edit', 'dc1.edit'].entries()) {
      log.append(topic, 0, { timestamp: 1000 + n, value: `{"title":"é—🌍","n":${n}}` });
    }
    service = await startService({ edit: { topics: ['dc1.edit', 'dc2.edit'] } }, {}, log);
    all = (await read('?since=0', {}, 3)).events.map(({ data }) => data ?? '');
  });

  afterEach(() => service.close());

  async function read(
    query: string,
    headers: Readonly<Record<string, string>>,
    count: number,
  ): Promise<RawStream> {
    const stream = await RawStream.open(`${service.url}/v2/stream/edit${query}`, headers);
    await stream.until(({ blocks, events }) => blocks.length > 0 && events.length >= count);
    stream.close();
    return stream;
  }

  it('after any byte of its first two events is resumed without loss or repeat', async () => {
    const bytes = Buffer.from((await read('?since=0', {}, 3)).text);
    const opening = bytes.indexOf('\n\n') + 2;
    const end = bytes.indexOf('\n\n', bytes.indexOf('\n\n', opening) + 2) + 2;
    expect(all).toHaveLength(3);
    for (let cut = opening; cut <= end; cut += 1) {
      const client = new Client();
      client.take(bytes.subarray(0, cut));
      const missing = all.length - client.received.length;
      const rest = await read('', { 'Last-Event-ID': client.lastId }, missing);
      client.take(Buffer.from(rest.text));
      expect([cut, ...client.received]).toEqual([cut, ...all]);
    }
  });

  it('within its first block is as one that was never opened: it starts where it was asked to', async () => {
    const bytes = Buffer.from((await read('?since=0', {}, 3)).text);
    const client = new Client();
    client.take(bytes.subarray(0, bytes.indexOf('\n\n') + 1));
    expect([client.lastId, client.received]).toEqual(['', []]);
  });

  it('after its first block is resumed from there, and not from a new now', async () => {
    const first = await read('', {}, 0);
    log.append('dc1.edit', 0, { timestamp: 2000, value: '{"between":true}' });
    const client = new Client();
    client.take(Buffer.from(first.text));
    const rest = await read('', { 'Last-Event-ID': client.lastId }, 1);
    expect(rest.data.map(({ between }) => between)).toEqual([true]);
  });
});
