import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { ask } from '../support/answer.js';
import type { Answer, Headers } from '../support/answer.js';
import { expectComeBack, expectProblem, expectSoftRefusal } from '../support/problem.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';

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
const foreignTopic = { topic: 'dc3.other', partition: 0 };
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
    return ask(`${service.url}${uri}`, headers, method);
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
    expectProblem(answer, { status, type, title, detail, method: 'GET', uri });
  });

  it('is answered with a problem to a client of event streams too', async () => {
    const { status, headers } = await get('/v2/stream/a', { Accept: 'text/event-stream' });
    expect([status, headers['content-type']]).toEqual([400, 'application/problem+json; charset=utf-8']);
  });

  it('is refused to HEAD as to GET, without a body', async () => {
    const { status, headers, body } = await get('/v2/stream/a', {}, 'HEAD');
    expect([status, headers['content-type']]).toEqual([400, 'application/problem+json; charset=utf-8']);
    expect(body).toBe('');
  });

  it('says how long the id of so many partitions could be', async () => {
    const numbers = '"timestamp":8640000000000000,"offset":9007199254740991,"log":"q7Zk"';
    const entries = Array.from({ length: 100 }, (_, n) => `{"topic":"dc1.wide","partition":${n},${numbers}}`);
    const bytes = `Last-Event-ID: [${entries.join(',')}]`.length + ',"partitions":100'.length;
    const uri = '/v2/stream/wide';
    const answer = await get(uri);
    expectProblem(answer, {
      ...{ status: 400, type: 'too_many_partitions', title: 'Bad Request' },
      detail:
        'Cannot open 100 partitions at once: their Last-Event-ID could have ' +
        `${bytes} bytes, more than 7000; ask for fewer streams`,
      ...{ method: 'GET', uri },
    });
  });

  it('is answered 405 with what is allowed where the method is wrong', async () => {
    const answer = await get('/v2/stream/edit', {}, 'POST');
    expectProblem(answer, {
      ...{ status: 405, type: 'method_not_allowed', title: 'Method Not Allowed' },
      ...{ detail: 'Allowed: GET, HEAD, OPTIONS', method: 'POST', uri: '/v2/stream/edit' },
    });
    expect(answer.headers.allow).toBe('GET, HEAD, OPTIONS');
  });

  it('is answered 431 where its head is too long, and nothing of it has been read', async () => {
    const answer = await get('/v2/stream/edit', { 'Last-Event-ID': 'x'.repeat(70_000) });
    expectProblem(answer, {
      ...{ status: 431, type: 'headers_too_large', title: 'Request Header Fields Too Large' },
      ...{ detail: 'Request Header Fields Too Large', method: '', uri: '' },
    });
    expect(answer.headers.connection).toBe('close');
  });

  it.each<[string, Headers]>([
    ['without Accept', {}],
    ['to anything', { Accept: '*/*' }],
    ['to JSON', { Accept: 'application/json' }],
  ])('is answered 503 with Retry-After while the log is away: %s', async (_, headers) => {
    log.setAvailable(false);
    const uri = '/v2/stream/edit?since=0';
    const answer = await get(uri, headers);
    expectProblem(answer, {
      ...{ status: 503, type: 'source_unavailable', title: 'Service Unavailable' },
      ...{ detail: 'The log cannot be reached', method: 'GET', uri },
    });
    expectComeBack(answer);
  });

  it('is an empty stream to a client of event streams while the log is away, since browsers give up on a 503', async () => {
    log.setAvailable(false);
    const answer = await get('/v2/stream/edit?since=0', { Accept: 'text/event-stream' });
    expectSoftRefusal(answer, 'source_unavailable');
  });

  it.each<[string, string, Headers]>([
    ['stream_not_found', '/v2/stream/a?since=soon', { 'Last-Event-ID': '{' }],
    ['invalid_timestamp', '/v2/stream/edit?since=soon', { 'Last-Event-ID': '{' }],
    ['invalid_last_event_id', '/v2/stream/edit?since=0', { 'Last-Event-ID': '{' }],
    ['invalid_last_event_id', '/v2/stream/edit', id(foreign, 5)],
    ['topic_not_available', '/v2/stream/edit,nowhere', id(foreign)],
    ['topic_not_available', '/v2/stream/edit', id('dc1.edit', 'dc1.wide')],
    ['topic_not_available', '/v2/stream/edit', id({ topic: 'dc1.wide', partitions: 0 })],
    ['topic_not_available', '/v2/stream/edit,wide', id('dc1.wide', foreignTopic)],
    ['topic_not_available', '/v2/stream/edit', id({ ...secondPartition, log: 'q7Zk' }, 'dc1.wide')],
  ])('is refused for the first reason, whatever else is wrong: %s', async (type, uri, headers) => {
    log.setAvailable(false);
    const answer = await get(uri, { ...headers, Accept: 'text/event-stream' });
    expect(JSON.parse(answer.body)).toMatchObject({ type });
  });

  it('is refused for too many partitions before its streams have no topics, and before the log is away', async () => {
    const answer = await get('/v2/stream/wide,nowhere');
    expect(JSON.parse(answer.body)).toMatchObject({ type: 'too_many_partitions' });
    log.setAvailable(false);
    const again = await get('/v2/stream/wide', id('dc1.wide'));
    expect(JSON.parse(again.body)).toMatchObject({ type: 'too_many_partitions' });
  });

  it('serves the topics that exist of a stream some of whose topics do not', async () => {
    const { status } = await get('/v2/stream/partly', {}, 'HEAD');
    expect(status).toBe(200);
  });
});
