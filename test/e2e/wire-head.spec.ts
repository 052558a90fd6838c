import { connect } from 'node:net';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const csp =
  "default-src 'self'; object-src 'none'; media-src *; img-src *; style-src *; frame-ancestors 'self'";
const sse = 'text/event-stream; charset=utf-8';
const json = 'application/json; charset=utf-8';
const ndjson = 'application/x-ndjson; charset=utf-8';
const line = '{"n":0,"meta":{"topic":"dc1.edit","partition":0,"offset":0}}';

describe('the head of a stream', () => {
  let service: Service;

  beforeAll(async () => {
    const log = new MemoryLog({ logId: 'q7Zk' });
    for (const topic of ['dc1.edit', 'dc1.talk']) log.createTopic(topic, 1);
    log.append('dc1.edit', 0, { timestamp: 1000, value: '{"n":0}' });
    const streams = { edit: { topics: ['dc1.edit'], stream_aliases: ['e'] }, talk: { topics: ['dc1.talk'] } };
    service = await startService(streams, {}, log);
  });

  afterAll(() => service.close());

  /** What comes back for a request's exact text, until a pattern matches it or the connection ends. */
  function raw(text: string, pattern = /$^/): Promise<string> {
    return new Promise((resolve, reject) => {
      let received = '';
      const socket = connect(service.port, '127.0.0.1', () => socket.write(text));
      socket.setEncoding('utf8').on('data', (more: string) => {
        received += more;
        if (pattern.test(received)) socket.destroy();
      });
      socket.on('error', reject).on('close', () => resolve(received));
    });
  }

  async function contentType(accept: string): Promise<string | undefined> {
    const stream = await RawStream.open(`${service.url}/v2/stream/edit`, { Accept: accept });
    stream.close();
    return stream.response.headers['content-type'];
  }

  /** The topics of the stream's first id. */
  async function topics(uri: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const stream = await RawStream.open(`${service.url}${uri}`, headers);
    await stream.until(({ blocks }) => blocks.length > 0);
    stream.close();
    return (JSON.parse(stream.lastId ?? '[]') as { topic: string; offset: number }[]).map(
      ({ topic, offset }) => `${topic} ${offset}`,
    );
  }

  it('is sent at once, and says all that clients and proxies need', async () => {
    const stream = await RawStream.open(`${service.url}/v2/stream/talk`);
    stream.close();
    const { headers, statusCode } = stream.response;
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': sse,
      connection: 'close',
      vary: 'Accept, Accept-Encoding',
      'x-accel-buffering': 'no',
      'transfer-encoding': 'chunked',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'etag, retry-after',
      'x-content-type-options': 'nosniff',
      'content-security-policy': csp,
    });
    const caching = (headers['cache-control'] ?? '').split(/\s*,\s*/);
    expect(caching).toEqual(expect.arrayContaining(['no-cache', 'no-transform']));
    expect(headers['content-encoding']).toBeUndefined();
  });

  it('is the same for NDJSON but for the type', async () => {
    const headers = { Accept: 'application/x-ndjson', 'Accept-Encoding': 'br' };
    const stream = await RawStream.open(`${service.url}/v2/stream/talk`, headers);
    stream.close();
    expect(stream.response.headers).toMatchObject({
      'content-type': ndjson,
      connection: 'close',
      vary: 'Accept, Accept-Encoding',
      'x-accel-buffering': 'no',
    });
    expect(stream.response.headers['content-encoding']).toBeUndefined();
  });

  it('is all that HEAD is answered with', async () => {
    const text = await raw('HEAD /v2/stream/edit?since=0 HTTP/1.1\r\nHost: x\r\n\r\n');
    const [head = '', body] = text.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(head.toLowerCase()).toContain(`\r\ncontent-type: ${sse}`);
    expect(head.toLowerCase()).toContain('\r\nconnection: close');
    expect(body).toBe('');
  });

  it('refuses over HEAD what it refuses over GET', async () => {
    expect(await raw('HEAD /v2/stream/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    );
  });

  it('lets a client of HTTP/1.0 read until the connection closes, without chunks', async () => {
    const text = await raw('GET /v2/stream/edit?since=0 HTTP/1.0\r\n\r\n', /\ndata: .*\n\n$/);
    const [head = '', ...body] = text.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.[01] 200 OK\r\n/);
    expect(head.toLowerCase()).not.toContain('transfer-encoding');
    expect(body.join('\r\n\r\n')).toMatch(/^:ok\nretry: \d+\nevent: message\nid: .*\ndata: .*\n\n$/);
    expect(body.join('')).toContain(`\ndata: ${line}\n\n`);
  });

  it('answers a request that names the whole URL, as through a proxy', async () => {
    const text = await raw(
      'GET http://other.example/v2/stream/edit HTTP/1.1\r\nHost: other.example\r\n\r\n',
      /:ok\n/,
    );
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  it.each([
    ['text/event-stream', sse],
    ['*/*', sse],
    ['', sse],
    ['text/html', sse],
    ['image/png;q=0.1', sse],
    ['text/*', sse],
    ['application/json', json],
    ['application/x-ndjson', ndjson],
    ['APPLICATION/JSON', json],
    ['application/json, */*', json],
    ['*/*, application/json', json],
    ['application/x-ndjson, */*;q=0.8', ndjson],
    ['text/event-stream, application/json', sse],
    ['application/json, text/event-stream', json],
    ['application/x-ndjson, application/json', ndjson],
    ['application/json;q=0.5, text/event-stream', sse],
    ['application/json, text/event-stream;q=0.9', json],
    ['application/json;q=0.9, application/x-ndjson', ndjson],
    ['application/json;q=0', sse],
    ['text/html, application/xhtml+xml, */*;q=0.8', sse],
    ['application/*', json],
  ])('gives to Accept: %j the type %s', async (accept, type) => {
    expect(await contentType(accept)).toBe(type);
  });

  const ofEdit = ['dc1.edit 1'];
  const ofBoth = ['dc1.edit 1', 'dc1.talk 0'];
  const from = (offset: number): string => JSON.stringify([{ topic: 'dc1.edit', partition: 0, offset }]);

  it.each([
    ['one name', '/v2/stream/edit', ofEdit],
    ['a trailing slash', '/v2/stream/edit/', ofEdit],
    ['an alias', '/v2/stream/e', ofEdit],
    ['names in any order', '/v2/stream/talk,edit', ofBoth],
    ['names that repeat, by an alias too', '/v2/stream/edit,e,edit', ofEdit],
    ['an encoded comma', '/v2/stream/edit%2Ctalk', ofBoth],
    ['a list with a trailing slash', '/v2/stream/edit,talk/', ofBoth],
    ['since', '/v2/stream/edit?since=0', ['dc1.edit 0']],
    ['timestamp, the old name of since', '/v2/stream/edit?timestamp=0', ['dc1.edit 0']],
    ['since beside timestamp: since', '/v2/stream/edit?timestamp=0&since=5000', ofEdit],
    ['an empty since: now', '/v2/stream/edit?since=', ofEdit],
    ['an empty since beside timestamp: timestamp', '/v2/stream/edit?since=&timestamp=0', ['dc1.edit 0']],
    ['last_event_id', `/v2/stream/edit?last_event_id=${encodeURIComponent(from(0))}`, ['dc1.edit 0']],
    ['an empty last_event_id: now', '/v2/stream/edit?last_event_id=', ofEdit],
    [
      'last_event_id beside since: the id',
      `/v2/stream/edit?since=9999&last_event_id=${encodeURIComponent(from(0))}`,
      ['dc1.edit 0'],
    ],
  ])('takes %s', async (_, uri, expected) => {
    expect(await topics(uri)).toEqual(expected);
  });

  it('prefers the header to the query, and takes an empty one as absent', async () => {
    const uri = `/v2/stream/edit?last_event_id=${encodeURIComponent(from(0))}`;
    expect(await topics(uri, { 'Last-Event-ID': from(1) })).toEqual(['dc1.edit 1']);
    expect(await topics(uri, { 'Last-Event-ID': '' })).toEqual(['dc1.edit 0']);
    expect(await topics('/v2/stream/edit', { 'Last-Event-ID': '' })).toEqual(['dc1.edit 1']);
  });
});
