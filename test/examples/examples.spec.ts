import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RawStream } from '../support/sse-client.js';
import { projectRoot } from '../tooling/planted-project.js';
import { RunningExample } from './running-example.js';

const folder = join(projectRoot, 'examples');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

/** Each is a process, which first compiles what it needs. */

describe('the examples', () => {
  let example: RunningExample | undefined;
  const streams: RawStream[] = [];

  async function start(name: string): Promise<readonly string[]> {
    example = await RunningExample.start(name);
    return example.urls;
  }

  async function read(url = '', headers: Readonly<Record<string, string>> = {}): Promise<RawStream> {
    const stream = await RawStream.open(url, headers);
    streams.push(stream);
    return stream;
  }

  afterEach(async () => {
    for (const stream of streams.splice(0)) stream.close();
    await example?.stop();
    example = undefined;
  });

  it.each(files)('%s has fewer than 80 lines', (name) => {
    expect(readFileSync(join(folder, name), 'utf8').split('\n').length).toBeLessThanOrEqual(80);
  });

  it('own-catalogue: streams are what the table has, at once', async () => {
    const [edits, put = '', moves = ''] = await start('own-catalogue');
    await (await read(edits)).until(({ events }) => events.length > 0);
    expect((await fetch(moves, { method: 'HEAD' })).status).toBe(400);
    expect((await fetch(put, { method: 'PUT' })).status).toBe(200);
    await (await read(`${moves}?since=0`)).until(({ events }) => events.length > 0);
  });

  it('own-redactor: what its service hides does not leave', async () => {
    const [edits] = await start('own-redactor');
    const stream = await (await read(edits)).until(({ events }) => events.length === 2);
    const [first, second] = stream.data;
    expect(first).toMatchObject({ title: 'Analytical Engine', user: 'Ada', comment: 'by Ada' });
    expect(Object.keys(second ?? {})).toEqual(['title', 'meta']);
    expect(example?.output).toContain('hidden user');
    expect(example?.output).not.toContain('Mallory');
  });

  it('own-guard: without a token a problem, and no word on which streams there are', async () => {
    const [url = ''] = await start('own-guard');
    for (const asked of [url, url.replace('recentchange', 'unknown'), `${url}?since=never`]) {
      const response = await fetch(asked);
      expect(response.status).toBe(401);
      expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      const uri = asked.replace(new URL(asked).origin, '');
      const detail = 'A valid bearer token is needed';
      const problem = {
        status: 401,
        type: 'unauthorized',
        title: 'Unauthorized',
        detail,
        method: 'GET',
        uri,
      };
      expect(await response.json()).toEqual(problem);
    }
  });

  it('own-guard: with a token the stream', async () => {
    const [, url] = await start('own-guard');
    const [, token = ''] = /for the token ([\w.-]+)/.exec(example?.output ?? '') ?? [];
    await (await read(url, { authorization: `Bearer ${token}` })).until(({ events }) => events.length > 0);
  });

  it('own-log: what is written to the table is streamed', async () => {
    const [orders, order = ''] = await start('own-log');
    const stream = await read(orders);
    expect((await fetch(order, { method: 'POST' })).status).toBe(201);
    await stream.until(({ events }) => events.length === 1);
    expect(stream.data[0]).toMatchObject({ what: 'apples', meta: { topic: 'shop.orders', offset: 0 } });
  });

  it('own-metric: is collected with those of the service', async () => {
    const [url, metrics = ''] = await start('own-metric');
    await (await read(url)).until(({ blocks }) => blocks.length > 0);
    const text = await (await fetch(metrics)).text();
    expect(text).toContain('team_streams_at_once_bucket{le="1"} 0\nteam_streams_at_once_bucket{le="2"} 1');
    expect(text).toContain('eventstreams_connected_clients{stream="mediawiki.page-move"} 1');
  });

  it("mounted: below the application's prefix, with its logger and in its metrics", async () => {
    const [url, metrics = ''] = await start('mounted');
    const stream = await read(url);
    await stream.until(({ events }) => events.length > 0);
    const text = await (await fetch(metrics)).text();
    expect(text).toContain('eventstreams_connected_clients{stream="mediawiki.recentchange"} 1');
    expect(text).toContain('process_cpu_seconds_total');
    expect((await fetch(metrics.replace('metrics', 'ready'))).status).toBe(200);
    stream.close();
    await example?.printed(/^\{"level":"log".*"stream closed".*"context":"stream"/m);
  });
});
