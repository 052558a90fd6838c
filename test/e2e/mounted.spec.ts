import { VersioningType } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { EventStreamsModule, MemoryLog, SourceUnavailable } from 'eventstreams';
import type { OffsetResolver } from 'eventstreams';
import type { NextFunction, Request, Response } from 'express';
import type { Server } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BoundMemoryLog } from '../../src/composition/bindings/memory.js';
import { RawStream } from '../support/sse-client.js';
import {
  editsFrom,
  HostController,
  HostFilter,
  HostInterceptor,
  HostPipe,
  startHost,
} from './host-application.js';

/** All that a host may have for all of its routes. */
function hostile(app: INestApplication): void {
  app.setGlobalPrefix('api');
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '7' });
  app.useGlobalFilters(new HostFilter());
  app.useGlobalInterceptors(new HostInterceptor());
  app.useGlobalPipes(new HostPipe());
  app.use((_: Request, response: Response, next: NextFunction) => {
    response.set('Content-Security-Policy', "default-src 'none'").set('X-Host', 'here');
    next();
  });
}

describe('the module in an application of another team', () => {
  let log: MemoryLog;
  let app: INestApplication<Server>;
  let url: string;
  let edits: string;

  beforeEach(async () => {
    log = new MemoryLog();
    log.createTopic('edits', 1);
    const mounted = RouterModule.register([{ path: 'live', module: EventStreamsModule }]);
    ({ app, url } = await startHost({ imports: [editsFrom(log), mounted] }, hostile));
    edits = `${url}/api/live/v2/stream/edits`;
  });

  afterEach(async () => {
    await app.close();
  });

  it('serves streams below its prefixes, whatever it has for all routes', async () => {
    log.append('edits', 0, { timestamp: 1, value: '{"title":"A"}' });
    const stream = await RawStream.open(`${edits}?since=0`);
    await stream.until(({ events }) => events.length === 1);
    expect(stream.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'access-control-allow-origin': '*',
      'content-security-policy': expect.stringContaining("default-src 'self'") as string,
      'x-host': 'here',
    });
    expect(stream.text.startsWith(':ok\nretry: ')).toBe(true);
    stream.close();
  });

  it.each([
    ['what is wrong in the request', '?since=never', 400, 'invalid_timestamp'],
    ['a stream that there is not', ',other', 400, 'stream_not_found'],
  ])('says %s as a problem', async (_, suffix, status, type) => {
    const response = await fetch(edits + suffix);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toMatchObject({ status, type, uri: `/api/live/v2/stream/edits${suffix}` });
  });

  it('says softly to a browser that the log is away', async () => {
    log.setAvailable(false);
    const soft = await fetch(edits, { headers: { accept: 'text/event-stream' } });
    expect(await soft.text()).toMatch(/^:source_unavailable\nretry: \d+\n$/);
  });

  it('answers preflight requests, and methods that a stream does not take', async () => {
    const preflight = await fetch(edits, { method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('last-event-id');
    const post = await fetch(edits, { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect(await post.json()).toMatchObject({ type: 'method_not_allowed' });
    expect((await fetch(edits, { method: 'HEAD' })).status).toBe(200);
  });

  it('leaves the routes of the application as they were', async () => {
    const articles = await fetch(`${url}/api/v7/articles`);
    expect(await articles.json()).toEqual({ data: ['one'] });
    expect(articles.headers.get('content-security-policy')).toBe("default-src 'none'");
    expect(articles.headers.get('access-control-allow-origin')).toBeNull();
    const body = JSON.stringify({ a: 1 });
    const headers = { 'content-type': 'application/json' };
    const echo = await fetch(`${url}/api/v7/echo`, { method: 'POST', body, headers });
    expect(await echo.json()).toEqual({ data: { a: 1 } });
    for (const path of ['/api/v7/broken', '/api/nothing', '/api/live/metrics', '/api/live/health']) {
      const response = await fetch(url + path);
      expect([response.status, await response.text()]).toEqual([418, 'the host failed']);
    }
    expect((await fetch(`${url}/_info`)).status).toBe(404);
    expect((await fetch(`${url}/api/v7/articles`, { method: 'OPTIONS' })).status).toBe(418);
    expect(await (await fetch(`${url}/api/v7/ticks`)).text()).toContain('data: {"data":"tick"}');
  });

  it("is in the application's own description, with nothing left open", () => {
    const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    const { get, ...others } = document.paths['/api/live/v2/stream/{streams}'] ?? {};
    expect(get?.operationId).toBe('stream');
    expect(others).toEqual({});
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    const schemas = Object.keys(document.components?.schemas ?? {});
    expect(schemas).toEqual(expect.arrayContaining(references.map(([, name]) => name)));
  });

  it('ends its streams at shutdown, and lets other answers end', async () => {
    const stream = await RawStream.open(edits);
    const slow = await RawStream.open(`${url}/api/v7/slow`);
    await slow.until(({ text }) => text === 'first');
    const closed = app.close();
    await stream.untilEnd();
    expect(stream.complete).toBe(true);
    app.get(HostController).open[0]?.end(' and last');
    await slow.untilEnd();
    expect([slow.text, slow.complete]).toEqual(['first and last', true]);
    await closed;
  });
});

it('an application that says itself which origins may read says so of streams', async () => {
  const log = new MemoryLog();
  log.createTopic('edits', 1);
  const settings = { useValue: { cors: false, drainMs: 1 } } as const;
  const { app, url } = await startHost({ imports: [editsFrom(log, { settings })] }, (host) => {
    host.enableCors({ origin: ['https://wiki.example'] });
  });
  const stream = await RawStream.open(`${url}/v2/stream/edits`, { origin: 'https://wiki.example' });
  expect(stream.response.headers).toMatchObject({
    'access-control-allow-origin': 'https://wiki.example',
    vary: 'Origin, Accept, Accept-Encoding',
  });
  stream.close();
  await app.close();
});

it('what fails late is a status still, where the application wraps every answer', async () => {
  const log = new MemoryLog();
  log.createTopic('edits', 1);
  const bound = new BoundMemoryLog(log);
  const late = async (): Promise<never> => {
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
    throw new SourceUnavailable('The log does not answer');
  };
  const offsets = Object.assign(Object.create(bound.offsets) as OffsetResolver, { partitions: late });
  const part = { useValue: { source: bound.source, offsets } };
  const { app, url } = await startHost({ imports: [editsFrom(log, { log: part })] }, hostile);
  const response = await fetch(`${url}/api/v2/stream/edits`);
  expect([response.status, response.headers.get('retry-after') === null]).toEqual([503, false]);
  await app.close();
});
