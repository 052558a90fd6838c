import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { ask } from '../support/answer.js';
import type { Answer, Headers } from '../support/answer.js';
import { expectComeBack, expectProblem, expectSoftRefusal } from '../support/problem.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const uri = '/v2/stream/edit?since=0';
const from = (ip: string): Headers => ({ 'X-Client-IP': ip });

describe('a stream that is one too many', () => {
  let service: Service;
  const opened: RawStream[] = [];

  /** Room for two streams in all, and one of each client; the first client has one. */
  beforeAll(async () => {
    const log = new MemoryLog();
    log.createTopic('dc1.edit', 1);
    const limits = { max_connections: 2, client_ip_connection_limit: 1 };
    service = await startService({ edit: { topics: ['dc1.edit'] } }, limits, log);
    opened.push(await RawStream.open(`${service.url}${uri}`, from('10.0.0.1')));
  });

  afterAll(async () => {
    for (const stream of opened) stream.close();
    await service.close();
  });

  const get = (path: string, headers: Headers): Promise<Answer> => ask(`${service.url}${path}`, headers);

  it('is refused to a client that has reached its limit', async () => {
    expectProblem(await get(uri, from('10.0.0.1')), {
      ...{ status: 429, type: 'too_many_connections', title: 'Too Many Requests' },
      detail: 'Cannot open another stream: this client has 1 open, which is its limit; close one first',
      ...{ method: 'GET', uri },
    });
  });

  it('is refused to a client that is not told apart from others', async () => {
    expectProblem(await get(uri, {}), {
      ...{ status: 400, type: 'missing_client_ip', title: 'Bad Request' },
      ...{ detail: 'Cannot open a stream: X-Client-IP is missing', method: 'GET', uri },
    });
  });

  it.each([
    ['too_many_connections', from('10.0.0.1')],
    ['missing_client_ip', {}],
  ])('is refused before it is looked at what is asked for: %s', async (type, headers) => {
    const { body } = await get('/v2/stream/nothing?since=soon', { ...headers, Accept: 'text/event-stream' });
    expect(JSON.parse(body)).toMatchObject({ type });
  });

  describe('when the service is full', () => {
    beforeAll(async () => {
      opened.push(await RawStream.open(`${service.url}${uri}`, from('10.0.0.2')));
      expect(opened.at(-1)?.response.statusCode).toBe(200);
    });

    it.each<[string, Headers]>([
      ['another client', from('10.0.0.3')],
      ['a client that has its share', from('10.0.0.1')],
      ['a client without an IP', {}],
      ['a client that takes anything', { Accept: '*/*' }],
    ])('is refused for now: %s', async (_, headers) => {
      const answer = await get(uri, headers);
      expectProblem(answer, {
        ...{ status: 503, type: 'too_busy', title: 'Service Unavailable' },
        detail: 'Cannot open another stream: 2 are open, which is the limit; try again later',
        ...{ method: 'GET', uri },
      });
      expectComeBack(answer);
    });

    it('is a stream that says so to a client that asks for one by name', async () => {
      expectSoftRefusal(await get(uri, { Accept: 'text/event-stream' }), 'too_busy');
    });
  });
});
