import { Writable } from 'node:stream';
import { Test } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { EMPTY } from 'rxjs';
import type { Observable } from 'rxjs';
import { AppModule } from '../../src/composition/app.module.js';
import { StreamCatalog } from '../../src/domain/ports/stream-catalog.js';
import { parseSettings } from '../../src/infrastructure/config/load-settings.js';
import { createLogger } from '../../src/infrastructure/logging/create-logger.js';
import { NestLog } from '../../src/infrastructure/logging/nest-log.js';
import { requestLog } from '../../src/infrastructure/logging/request-log.js';
import { HttpAdapter } from '../../src/interfaces/http/http-adapter.js';
import { ask } from '../support/answer.js';
import { expectProblem } from '../support/problem.js';

/** A part of another team's: what it names is nothing, and it has a bug. */
class BrokenCatalog extends StreamCatalog {
  find(name: string): never {
    throw new TypeError(`Cannot read properties of undefined (reading 'secret of ${name}')`);
  }
  list(): readonly [] {
    return [];
  }
  streamsOf(): readonly [] {
    return [];
  }
  changes(): Observable<void> {
    return EMPTY;
  }
}

describe('a bug', () => {
  let app: NestExpressApplication;
  let url: string;
  const lines: string[] = [];

  beforeAll(async () => {
    const destination = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    });
    const logger = createLogger({ level: 'info', name: 'test', destination });
    const { settings } = parseSettings({ sample_events_per_second: 0 });
    const module = await Test.createTestingModule({ imports: [AppModule.forRoot(settings, logger)] })
      .overrideProvider(StreamCatalog)
      .useClass(BrokenCatalog)
      .setLogger(new NestLog(logger))
      .compile();
    app = module.createNestApplication<NestExpressApplication>(new HttpAdapter(), { bodyParser: false });
    app.use(requestLog(logger));
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });

  afterAll(() => app.close());

  it.each(['*/*', 'text/event-stream', 'application/json'])(
    'is told to a client by the request id alone, and to the log with all there is: %s',
    async (accept) => {
      lines.length = 0;
      const uri = '/v2/stream/edit?since=0';
      const answer = await ask(`${url}${uri}`, { Accept: accept, 'X-Request-Id': 'proxy-17' });
      expectProblem(answer, {
        ...{ status: 500, type: 'internal_error', title: 'Internal Server Error' },
        ...{ detail: 'Request id: proxy-17', method: 'GET', uri },
      });
      expect(answer.headers['x-request-id']).toBe('proxy-17');
      expect(JSON.stringify(answer)).not.toMatch(/secret|TypeError|node_modules|\.ts/);
      const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(logged.find(({ level }) => level === 'error')).toMatchObject({
        msg: 'internal_error',
        requestId: 'proxy-17',
        err: {
          type: 'TypeError',
          message: "Cannot read properties of undefined (reading 'secret of edit')",
          stack: expect.stringContaining('BrokenCatalog') as string,
        },
      });
    },
  );

  it('gets an id of its own where no proxy gave one', async () => {
    const { headers, body } = await ask(`${url}/v2/stream/edit`);
    expect(headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
    expect(JSON.parse(body)).toMatchObject({ detail: `Request id: ${headers['x-request-id'] as string}` });
  });

  it('is counted among the refusals', async () => {
    await ask(`${url}/v2/stream/edit`);
    const { body } = await ask(`${url}/metrics`);
    expect(body).toMatch(/eventstreams_connections_refused_total\{code="internal_error"\} \d+\n/);
  });
});
