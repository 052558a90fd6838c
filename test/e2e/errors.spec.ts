import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log';
import type { Service } from '../support/service';
import { startService } from '../support/service';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Headers = Readonly<Record<string, string>>;

const streams = {
  edit: { topics: ['dc1.edit'] },
  wide: { topics: ['dc1.wide'] },
  nowhere: { topics: ['dc1.nowhere', 'dc2.nowhere'] },
  partly: { topics: ['dc1.edit', 'dc1.nowhere'] },
};
const formsOfSince =
  'it is neither milliseconds since the epoch, nor YYYYMMDDhhmmss, nor an ISO 8601 or RFC 2822 date';
const badSince = [
  400,
  'invalid_timestamp',
  'Bad Request',
  `Cannot start at "soon": ${formsOfSince}`,
] as const;
const id = (...entries: readonly unknown[]): Headers => ({ 'Last-Event-ID': JSON.stringify(entries) });
const secondPartition = { topic: 'dc1.edit', partition: 1, offset: 0 };
const foreign = { topic: 'dc1.wide', partition: 0, offset: 0 };

describe('a stream that cannot be opened', () => {
  let log: MemoryLog;
  let service: Service;

  beforeAll(async () => {
    log = new MemoryLog({ logId: 'q7Zk' });
    log.createTopic('dc1.edit', 1);
    log.createTopic('dc1.wide', 100);
    service = await startService(streams, {}, log);
  });

  afterAll(() => service.close());
  afterEach(() => log.setAvailable(true));

  function get(uri: string, headers: Headers = {}, method = 'GET'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(`${service.url}${uri}`, { headers, method, agent: false }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      });
      sent.on('error', reject).end();
    });
  }

  it.each<[string, string, Headers, readonly [number, string, string, string]]>([
    ['an unknown name', '/v2/stream/a', {}, [400, 'stream_not_found', 'Bad Request', 'Invalid streams: a']],
    [
      'unknown names among known ones',
      '/v2/stream/a,edit,b,a',
      {},
      [400, 'stream_not_found', 'Bad Request', 'Invalid streams: a,b'],
    ],
    ['a since that is no time', '/v2/stream/edit?since=soon', {}, badSince],
    ['a bad timestamp, its old name', '/v2/stream/edit?timestamp=soon', {}, badSince],
    ['a bad since beside a good id', '/v2/stream/edit?since=soon', id('dc1.edit'), badSince],
    [
      'a repeated since',
      '/v2/stream/edit?since=1&since=2',
      {},
      [400, 'invalid_timestamp', 'Bad Request', 'Cannot start at a time: "since" is given more than once'],
    ],
    [
      'an id that is not JSON',
      '/v2/stream/edit',
      { 'Last-Event-ID': '7{' },
      [400, 'invalid_last_event_id', 'Bad Request', 'Cannot resume: Last-Event-ID is not JSON'],
    ],
    [
      'an id in the query that is no array',
      '/v2/stream/edit?last_event_id=7',
      {},
      [400, 'invalid_last_event_id', 'Bad Request', 'Cannot resume: Last-Event-ID is not a JSON array'],
    ],
    [
      'a wrong entry',
      '/v2/stream/edit',
      id('dc1.edit', 5),
      [
        ...([400, 'invalid_last_event_id', 'Bad Request'] as const),
        'Cannot resume: entry 1 of Last-Event-ID, 5: it is neither a topic nor an object',
      ],
    ],
    [
      'a topic of another stream',
      '/v2/stream/edit',
      id(foreign),
      [
        ...([404, 'topic_not_available', 'Not Found'] as const),
        'Cannot resume: partition 0 of topic "dc1.wide" is not available in the requested streams',
      ],
    ],
    [
      'a name of a topic of another stream',
      '/v2/stream/edit',
      id('dc1.wide'),
      [
        ...([404, 'topic_not_available', 'Not Found'] as const),
        'Cannot resume: topic "dc1.wide" is not available in the requested streams',
      ],
    ],
    [
      'a partition that does not exist',
      '/v2/stream/edit',
      id(secondPartition),
      [
        ...([404, 'topic_not_available', 'Not Found'] as const),
        'Cannot resume: partition 1 of topic "dc1.edit" is not available in the requested streams',
      ],
    ],
    [
      'a stream of which no topic exists',
      '/v2/stream/edit,nowhere',
      {},
      [
        ...([500, 'stream_misconfigured', 'Internal Server Error'] as const),
        'Cannot open stream "nowhere": none of its topics exists',
      ],
    ],
    ['no such route', '/v2/streams', {}, [404, 'not_found', 'Not Found', 'Cannot GET /v2/streams']],
  ])('is answered with a problem: %s', async (_, uri, headers, [status, type, title, detail]) => {
    const answer = await get(uri, headers);
    expect(answer.body).toBe(JSON.stringify({ status, type, title, detail, method: 'GET', uri }));
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });

  it('is answered with a problem to a client of event streams too', async () => {
    const { status, headers } = await get('/v2/stream/a', { Accept: 'text/event-stream' });
    expect([status, headers['content-type']]).toEqual([400, 'application/problem+json; charset=utf-8']);
  });

  it('says how long an id of so many partitions could be', async () => {
    const { status, body } = await get('/v2/stream/wide');
    expect(status).toBe(400);
    const { type, detail } = JSON.parse(body) as Record<string, string>;
    expect(type).toBe('too_many_partitions');
    expect(detail).toMatch(
      /^Cannot open 100 partitions at once: their id could have \d{5} bytes, more than 7000; ask for fewer streams$/,
    );
  });

  it('is answered 405 with what is allowed where the method is wrong', async () => {
    const { status, headers, body } = await get('/v2/stream/edit', {}, 'POST');
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect(JSON.parse(body)).toMatchObject({ type: 'method_not_allowed', method: 'POST' });
  });

  it('is answered 431 where its head is too long', async () => {
    const { status, headers, body } = await get('/v2/stream/edit', { 'Last-Event-ID': 'x'.repeat(70_000) });
    expect([status, headers['content-type']]).toEqual([431, 'application/problem+json; charset=utf-8']);
    expect(JSON.parse(body)).toMatchObject({ status: 431, type: 'headers_too_large' });
  });

  it('is answered 503 with Retry-After while the log is away', async () => {
    log.setAvailable(false);
    const uri = '/v2/stream/edit?since=0';
    for (const headers of [{}, { Accept: '*/*' }, { Accept: 'application/json' }]) {
      const answer = await get(uri, headers);
      expect(answer.status).toBe(503);
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(5);
      expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(15);
      expect(JSON.parse(answer.body)).toMatchObject({
        status: 503,
        type: 'source_unavailable',
        method: 'GET',
        uri,
      });
    }
  });

  it('is an empty stream to a client of event streams while the log is away, since browsers give up on a 503', async () => {
    log.setAvailable(false);
    const { status, headers, body } = await get('/v2/stream/edit?since=0', { Accept: 'text/event-stream' });
    expect([status, headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(headers.connection).toBe('close');
    expect(body).toMatch(/^:source_unavailable\nretry: \d{4,5}\n\n$/);
    const retryMs = Number(/retry: (\d+)/.exec(body)?.[1]);
    expect(retryMs).toBeGreaterThanOrEqual(5000);
    expect(retryMs).toBeLessThanOrEqual(15_000);
  });

  it.each<[string, string, Headers]>([
    ['stream_not_found', '/v2/stream/a?since=soon', { 'Last-Event-ID': '{' }],
    ['invalid_timestamp', '/v2/stream/edit?since=soon', { 'Last-Event-ID': '{' }],
    ['invalid_last_event_id', '/v2/stream/edit?since=0', { 'Last-Event-ID': '{' }],
    ['invalid_last_event_id', '/v2/stream/edit', id(foreign, 5)],
    ['topic_not_available', '/v2/stream/edit,nowhere', id(foreign)],
  ])('is refused for the first reason, whatever else is wrong: %s', async (type, uri, headers) => {
    log.setAvailable(type === 'topic_not_available');
    const answer = await get(uri, { ...headers, Accept: 'text/event-stream' });
    expect(JSON.parse(answer.body)).toMatchObject({ type });
  });

  it('serves the topics that exist of a stream some of whose topics do not', async () => {
    const { status } = await get('/v2/stream/partly', {}, 'HEAD');
    expect(status).toBe(200);
  });
});
