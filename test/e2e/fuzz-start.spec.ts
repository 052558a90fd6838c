import fc from 'fast-check';
import { Gateway } from '../../src/application/gateway.js';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { ask } from '../support/answer.js';
import { testTimeoutMs } from '../support/limits.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';
import { answerTo } from './fuzz-answer.js';
import type { FuzzAnswer } from './fuzz-answer.js';
import { idText, names, query, topics } from './fuzz-requests.js';

const maxConnections = 20;
const limits = { numRuns: 300, interruptAfterTimeLimit: 20_000 };
/** What a request for a stream may be answered while the log is there. */
const documented: Readonly<Record<string, readonly number[]>> = {
  stream_not_found: [400],
  invalid_timestamp: [400],
  invalid_filter: [400],
  invalid_last_event_id: [400],
  topic_not_available: [404],
  too_many_partitions: [400],
  bad_request: [400],
  not_found: [404],
  headers_too_large: [431],
};

describe('requests that nobody would send', () => {
  let log: MemoryLog;
  let service: Service;
  const opened: RawStream[] = [];

  beforeAll(async () => {
    log = new MemoryLog({ logId: 'q7Zk' });
    for (const topic of Object.values(topics)) {
      log.createTopic(topic, 2);
      for (let n = 0; n < 5; n += 1) log.append(topic, n % 2, { timestamp: 1000 + n, value: `{"n":${n}}` });
    }
    const streams = {
      edit: { topics: [topics.edit], stream_aliases: ['edits'] },
      move: { topics: [topics.move] },
    };
    service = await startService(streams, { max_connections: maxConnections, linger_ms: 20 }, log);
  });

  afterAll(async () => {
    for (const stream of opened) stream.close();
    await service.close();
  });

  /** Headers are bytes: what is no text is sent as well. */
  async function send(target: string, lines = '', method = 'GET'): Promise<void> {
    const head = `${method} ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${lines}\r\n`;
    expectDocumented(await answerTo(service.port, Buffer.from(head, 'utf8')), method);
  }

  it(
    'are answered as documented, whatever Last-Event-ID is',
    async () => {
      const accept = fc.constantFrom('', 'Accept: text/event-stream\r\n', 'Accept: application/json\r\n');
      const header = fc.array(idText, { minLength: 1, maxLength: 2 });
      await fc.assert(
        fc.asyncProperty(
          header,
          accept,
          fc.constantFrom('GET', 'GET', 'HEAD'),
          async (ids, accepted, method) => {
            const lines = ids.map((id) => `Last-Event-ID: ${id}\r\n`);
            await send('/v2/stream/edit,move', lines.join('') + accepted, method);
          },
        ),
        limits,
      );
    },
    testTimeoutMs,
  );

  it(
    'are answered as documented, whatever the query is',
    () =>
      fc.assert(
        fc.asyncProperty(query, (text) => send(`/v2/stream/edit${text}`)),
        limits,
      ),
    testTimeoutMs,
  );

  it(
    'are answered as documented, whatever streams are named',
    () =>
      fc.assert(
        fc.asyncProperty(names, query, (text, rest) => send(`/v2/stream/${text}${rest}`)),
        limits,
      ),
    testTimeoutMs,
  );

  it('leave no connection, reader, tail or place behind', async () => {
    const gateway = service.app.get(Gateway, { strict: false });
    const server = service.app.getHttpServer();
    const connections = (): Promise<number> =>
      new Promise((resolve) => server.getConnections((_: unknown, count: number) => resolve(count)));
    while ((await connections()) > 0 || gateway.readerCount > 0 || log.openTails > 0) {
      await new Promise(setImmediate);
    }
    for (let n = 0; n < maxConnections; n += 1) {
      const stream = await RawStream.open(`${service.url}/v2/stream/edit`);
      opened.push(stream);
      expect(stream.response.statusCode).toBe(200);
    }
    expect((await ask(`${service.url}/v2/stream/edit`)).status).toBe(503);
    const lines = service.logText().split('\n');
    expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});

function expectDocumented({ status, contentType, body }: FuzzAnswer, method: string): void {
  if (status === 200) {
    expect(contentType).toMatch(/^(?:text\/event-stream|application\/json); charset=utf-8$/);
    return;
  }
  expect(contentType).toBe('application/problem+json; charset=utf-8');
  if (method === 'HEAD') return;
  const problem = JSON.parse(body) as { readonly status: number; readonly type: string };
  expect(problem.status).toBe(status);
  expect(documented[problem.type]).toContain(status);
}
