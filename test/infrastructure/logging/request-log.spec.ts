import express from 'express';
import type { Express } from 'express';
import request from 'supertest';
import { createLogger } from '../../../src/infrastructure/logging/create-logger.js';
import { requestLog } from '../../../src/infrastructure/logging/request-log.js';
import { CapturedLines } from './captured-lines.js';
import type { Line } from './captured-lines.js';

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('requestLog', () => {
  let captured: CapturedLines;
  let app: Express;

  beforeEach(() => {
    captured = new CapturedLines();
    app = express();
    app.use(requestLog(createLogger({ level: 'debug', name: 'eventstreams', destination: captured })));
    app.get('/v2/stream/gone', (_request, response) => void response.status(400).end());
    app.get('/broken', (_request, response) => void response.status(500).end());
    app.use((_request, response) => void response.end('ok'));
  });

  async function lineOf(sent: request.Test): Promise<Line> {
    await sent;
    return (await captured.first(1))[0]!;
  }

  it('logs what was asked for and how it was answered', async () => {
    const line = await lineOf(request(app).get('/_info?a=b'));
    expect(line).toMatchObject({ level: 'info', msg: 'request completed', res: { status: 200 } });
    expect(line.req).toMatchObject({ method: 'GET', path: '/_info', query: 'a=b' });
    expect(line.req?.['remoteAddress']).toMatch(/127\.0\.0\.1$/);
    expect(line['responseTime']).toEqual(expect.any(Number));
  });

  it('logs no header but the listed ones', async () => {
    const line = await lineOf(
      request(app)
        .get('/')
        .set({ authorization: 'secret', cookie: 'secret', 'user-agent': 'a', 'if-match': 'b' }),
    );
    expect(line.req?.['headers']).toEqual({ 'user-agent': 'a', 'if-match': 'b' });
    expect(JSON.stringify(line)).not.toContain('secret');
  });

  it('cuts long values', async () => {
    const line = await lineOf(request(app).get(`/?last_event_id=${'1'.repeat(1000)}`));
    expect(line.req?.['query']).toBe(`last_event_id=${'1'.repeat(186)}…`);
  });

  it('keeps a sane request id and says it back', async () => {
    const response = await request(app).get('/').set('x-request-id', 'proxy-1:2.3');
    expect(response.headers['x-request-id']).toBe('proxy-1:2.3');
  });

  it.each(['has space', 'x'.repeat(129), '<b>'])('replaces the request id %p', async (id) => {
    const response = await request(app).get('/').set('x-request-id', id);
    expect(response.headers['x-request-id']).toMatch(UUID);
  });

  it('gives a request without id one, and logs it', async () => {
    let id: unknown;
    const line = await lineOf(
      request(app)
        .get('/')
        .expect(({ headers }) => void (id = headers['x-request-id'])),
    );
    expect(id).toMatch(UUID);
    expect(line.req?.['id']).toBe(id);
  });

  it.each(['/health', '/health/live', '/metrics'])('logs %s at level debug', async (path) => {
    expect(await lineOf(request(app).get(path))).toMatchObject({ level: 'debug' });
  });

  it('logs a stream when it is asked for, at level debug, and leaves its end to others', async () => {
    await request(app).get('/v2/stream/edit');
    await request(app).get('/after');
    const lines = await captured.first(2);
    expect(lines.map(({ level, msg, req }) => [level, msg, req?.['path']])).toEqual([
      ['debug', 'stream requested', '/v2/stream/edit'],
      ['info', 'request completed', '/after'],
    ]);
  });

  it('logs a refused stream', async () => {
    await request(app).get('/v2/stream/gone');
    const lines = await captured.first(2);
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      ['debug', 'stream requested'],
      ['info', 'request completed'],
    ]);
  });

  it('logs a failure without a made-up error', async () => {
    const line = await lineOf(request(app).get('/broken'));
    expect(line).toMatchObject({ level: 'warn', msg: 'request failed', res: { status: 500 } });
    expect(line).not.toHaveProperty('err');
  });
});
