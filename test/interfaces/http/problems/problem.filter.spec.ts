import {
  BadGatewayException,
  Controller,
  Get,
  NotFoundException,
  Param,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import type { LoggerService } from '@nestjs/common';
import type { Response } from 'express';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import request from 'supertest';
import * as errors from '../../../../src/domain/errors.js';
import { ResponseDefaultsModule } from '../../../../src/interfaces/http/response-defaults.module.js';
import { statusOf } from '../../../../src/interfaces/http/problems/problem.js';
import { expectSoftRefusal } from '../../../support/problem.js';
import { startApp } from '../started-app.js';
import type { Answer, App } from '../started-app.js';
import { settingsProvider } from '../test-settings.js';

class Coded extends errors.EventStreamsError {
  readonly retryable = false;

  constructor(readonly code: string) {
    super(`about ${code}`);
  }
}

const failures: Readonly<Record<string, () => Error>> = {
  too_busy: () => new errors.TooBusy('Full'),
  missing_client_ip: () => new Coded('missing_client_ip'),
  too_many_connections: () => new Coded('too_many_connections'),
  stream_not_found: () => new errors.UnknownStream(['a', 'b']),
  invalid_timestamp: () => new errors.InvalidTimestamp('Cannot read since'),
  invalid_filter: () => new Coded('invalid_filter'),
  invalid_last_event_id: () => new errors.InvalidLastEventId('Cannot read entry 0'),
  topic_not_available: () => new errors.TopicNotAvailable('No such topic'),
  too_many_assignments: () => new errors.TooManyAssignments('Too many'),
  too_many_partitions: () => new errors.TooManyPartitions('Too many'),
  stream_misconfigured: () => new errors.StreamMisconfigured('No topic exists'),
  source_unavailable: () => new errors.SourceUnavailable('No answer', { cause: new Error('kafka-1:9092') }),
  offset_out_of_range: () => new errors.OffsetOutOfRange('secret'),
  bug: () => new TypeError('secret'),
  bad_gateway: () => new BadGatewayException('secret'),
  missing: () => new NotFoundException('No such thing'),
};

@Controller()
class ThrowingController {
  @Get(['v2/stream/:failure', 'other/:failure'])
  fail(@Param('failure') failure: string): never {
    throw failures[failure]!();
  }

  @Post('form')
  submit(): never {
    throw new NotFoundException('No such form');
  }

  @Get('begun')
  begin(@Query('end') end: string | undefined, @Res() response: Response): never {
    response.write('half');
    if (end !== undefined) response.end();
    throw new Error('too late');
  }
}

/** Errors that are sent within a stream, which then ends. */
const endsStream = new Set(['filter_too_slow', 'stream_withdrawn']);
/** Errors that no client is told of: their code has no status. */
const neverSent = ['offset_out_of_range', 'partition_gone'];

describe('the codes of errors', () => {
  const given = [['a'], { stepsPerEvent: 1 }] as const;
  const made = Object.values(errors)
    .filter((value) => value !== errors.EventStreamsError)
    .map((Failure) => Reflect.construct(Failure, given) as errors.EventStreamsError);

  it('have a status, unless no client is told of them', () => {
    const untold = made.filter((error) => statusOf(error) === undefined).map(({ code }) => code);
    expect(untold).toEqual(neverSent);
  });

  it('stand with their status in docs/protocol.md, where a request can be refused with them', () => {
    const page = readFileSync(join(__dirname, '../../../../docs/protocol.md'), 'utf8');
    const told = made.filter(({ code }) => !neverSent.includes(code));
    for (const error of told) {
      const row = new RegExp(`^\\| ${statusOf(error)} +\\| \`${error.code}\` `, 'm');
      const inStream = new RegExp(`\`${error.code}\``);
      expect(page).toMatch(endsStream.has(error.code) ? inStream : row);
    }
  });
});

describe('ProblemFilter', () => {
  let app: App;
  let logged: { readonly level: string; readonly line: unknown }[];

  beforeAll(async () => {
    const logger: LoggerService = {
      log: () => undefined,
      warn: (line: unknown) => logged.push({ level: 'warn', line }),
      error: (line: unknown) => logged.push({ level: 'error', line }),
    };
    app = await startApp(
      {
        imports: [ResponseDefaultsModule.register({ providers: [settingsProvider()] })],
        controllers: [ThrowingController],
      },
      logger,
    );
    await app.listen(0, '127.0.0.1');
  });

  beforeEach(() => {
    logged = [];
  });

  afterAll(async () => {
    await app.close();
  });

  const get = (path: string): request.Test => request(app.getHttpServer()).get(path);

  it.each([
    [503, 'too_busy', 'Full'],
    [400, 'missing_client_ip', 'about missing_client_ip'],
    [429, 'too_many_connections', 'about too_many_connections'],
    [400, 'stream_not_found', 'Invalid streams: a,b'],
    [400, 'invalid_timestamp', 'Cannot read since'],
    [400, 'invalid_filter', 'about invalid_filter'],
    [400, 'invalid_last_event_id', 'Cannot read entry 0'],
    [404, 'topic_not_available', 'No such topic'],
    [400, 'too_many_partitions', 'Too many'],
    [503, 'too_many_assignments', 'Too many'],
    [500, 'stream_misconfigured', 'No topic exists'],
    [503, 'source_unavailable', 'No answer'],
  ])('answers %p to %s', async (status, type, detail) => {
    const response = await get(`/v2/stream/${type}?since=1`);
    expect(response.status).toBe(status);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(response.body).toMatchObject({
      status,
      type,
      detail,
      method: 'GET',
      uri: `/v2/stream/${type}?since=1`,
    });
    expect(Object.keys(response.body as object)).toEqual([
      'status',
      'type',
      'title',
      'detail',
      'method',
      'uri',
    ]);
  });

  it.each(['too_busy', 'too_many_assignments', 'source_unavailable'])(
    'says when to come back after %s',
    async (code) => {
      const { headers } = await get(`/v2/stream/${code}`).set('accept', 'application/json');
      expect(headers['retry-after']).toMatch(/^(?:[5-9]|1[0-5])$/);
    },
  );

  it.each(['too_busy', 'too_many_assignments', 'source_unavailable'])(
    'says %s as a stream to who asks for one by name',
    async (code) => {
      const { status, headers, text } = await get(`/v2/stream/${code}`).set('accept', 'text/event-stream');
      expectSoftRefusal({ status, headers, body: text }, code, 'https://wiki.example');
    },
  );

  it.each([
    ['*/*', '/v2/stream/too_busy', 503],
    ['text/*', '/v2/stream/too_busy', 503],
    ['text/event-stream;q=0, */*', '/v2/stream/too_busy', 503],
    ['text/event-stream', '/v2/stream/stream_not_found', 400],
    ['text/event-stream', '/other/too_busy', 503],
  ])('says it as a problem to Accept: %s at %s', async (accept, path, status) => {
    expect((await get(path).set('accept', accept)).status).toBe(status);
  });

  it.each(['bug', 'bad_gateway', 'offset_out_of_range'])(
    'tells the client of %s the request id alone, and the log the rest',
    async (failure) => {
      const { status, body } = (await get(`/other/${failure}`)) as Answer;
      expect(status).toBe(500);
      const { type, detail } = body as { readonly type: string; readonly detail: string };
      expect(type).toBe('internal_error');
      const [, id] = /^Request id: ([\w-]+)$/.exec(detail) ?? [];
      expect(JSON.stringify(body)).not.toContain('secret');
      expect(logged).toEqual([
        {
          level: 'error',
          line: {
            msg: 'internal_error',
            requestId: id,
            err: expect.objectContaining({ message: 'secret' }) as Error,
          },
        },
      ]);
    },
  );

  it('logs why the source is unavailable, in words, as every client may meet it; and not what clients did wrong', async () => {
    await get('/v2/stream/source_unavailable');
    await get('/v2/stream/invalid_timestamp');
    await get('/v2/stream/too_busy');
    expect(logged).toEqual([
      {
        level: 'warn',
        line: {
          msg: 'source_unavailable',
          requestId: expect.any(String) as string,
          reason: 'No answer: kafka-1:9092',
        },
      },
    ]);
  });

  it('answers 404 where there is no route, and where a handler says so', async () => {
    const unknown = await get('/nowhere?a=b');
    expect([unknown.status, unknown.body]).toEqual([
      404,
      {
        status: 404,
        type: 'not_found',
        title: 'Not Found',
        detail: 'Cannot GET /nowhere?a=b',
        method: 'GET',
        uri: '/nowhere?a=b',
      },
    ]);
    expect((await get('/other/missing')).body).toMatchObject({ type: 'not_found', detail: 'No such thing' });
    expect((await request(app.getHttpServer()).post('/form')).status).toBe(404);
    expect((await request(app.getHttpServer()).post('/nowhere')).status).toBe(404);
  });

  it.each([
    ['post', '/v2/stream/a', 'GET, HEAD, OPTIONS'],
    ['delete', '/other/a', 'GET, HEAD, OPTIONS'],
    ['get', '/form', 'POST, OPTIONS'],
  ] as const)('answers 405 to %s %s and names what is allowed', async (method, path, allow) => {
    const { status, headers, body } = (await request(app.getHttpServer())[method](path)) as Answer;
    expect([status, headers['allow']]).toEqual([405, allow]);
    expect(body).toMatchObject({ type: 'method_not_allowed', method: method.toUpperCase(), uri: path });
  });

  it('answers 400 to a path that cannot be decoded', async () => {
    const { status, body } = (await get('/other/%E0%A4%A')) as Answer;
    expect(status).toBe(400);
    expect(body).toMatchObject({ type: 'bad_request', uri: '/other/%E0%A4%A' });
  });

  it('names no host where the client sent one', async () => {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const sent = http
      .request({
        port,
        host: '127.0.0.1',
        path: 'http://wiki.example/v2/stream/a?b=http://c',
        method: 'PUT',
      })
      .end();
    const [response] = (await once(sent, 'response')) as [http.IncomingMessage];
    expect(await json(response)).toMatchObject({
      type: 'method_not_allowed',
      uri: '/v2/stream/a?b=http://c',
    });
  });

  it('breaks off a body that has begun', async () => {
    await expect(get('/begun')).rejects.toThrow(/aborted|hang up/);
    expect(logged).toHaveLength(1);
  });

  it('leaves a body that has ended alone', async () => {
    expect((await get('/begun?end')).text).toBe('half');
  });
});
