import { StreamCatalog } from '../../src/domain/ports/stream-catalog.js';
import type { LoadedCatalog } from '../../src/infrastructure/catalog/loaded-catalog.js';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { ask } from '../support/answer.js';
import { CatalogueServer } from '../support/catalogue-server.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const edit = { topics: ['edit.topic'], stream_aliases: ['edits'] };

/** The health of the catalogue, as operators see it. */
interface Health {
  readonly status: string;
  readonly info: { readonly 'stream-catalog': { readonly status: string; readonly message?: string } };
}

describe('a catalogue that cannot be refreshed', () => {
  let startMs: number;
  let server: CatalogueServer;
  let log: MemoryLog;
  let service: Service;
  let catalog: LoadedCatalog;
  let reader: RawStream;

  beforeEach(async () => {
    startMs = Date.now();
    server = await CatalogueServer.start();
    server.offer({ edit });
    log = new MemoryLog();
    log.createTopic('edit.topic', 1);
    service = await startService(
      {},
      { stream_config_uri: server.uri, stream_config_object_path: 'streams' },
      log,
    );
    catalog = service.app.get<LoadedCatalog>(StreamCatalog, { strict: false });
    reader = await RawStream.open(`${service.url}/v2/stream/edit`);
    await reader.until(({ lastId }) => lastId !== undefined);
  });

  afterEach(async () => {
    reader.close();
    await service.close();
    await server.close();
  });

  async function health(): Promise<Health> {
    const { status, body } = await ask(`${service.url}/health`);
    expect(status).toBe(200);
    return JSON.parse(body) as Health;
  }

  async function metric(name: string): Promise<number> {
    const { body } = await ask(`${service.url}/metrics`);
    const line = body.split('\n').find((text) => text.startsWith(`eventstreams_catalog_${name} `));
    return Number(line?.split(' ').at(-1));
  }

  const lines = (text: string): number => service.logText().split(text).length - 1;

  const faults: readonly (readonly [string, (to: CatalogueServer) => void, string])[] = [
    ['an error', (to) => to.give('{}', {}, 500), 'it cannot be fetched (status 500)'],
    ['a page', (to) => to.give('<html>'), 'it is a page of HTML or XML, not JSON or YAML'],
    ['nothing', (to) => to.give(''), 'it has no map of streams at "streams"'],
    ['half of it', (to) => to.give('{"streams": {"edit": '), 'it is not valid JSON'],
    ['no stream', (to) => to.offer({}), 'it holds no stream'],
    [
      'an error of MediaWiki',
      (to) => to.give('{"error":{"code":"maxlag"}}'),
      'it has no map of streams at "streams"; its keys are "error"',
    ],
    [
      'no valid stream',
      (to) => to.offer({ edit: { topics: 'edit.topic' } }),
      'it holds no valid stream. Stream "edit" is left out: topics: "edit.topic" is not a list of topics',
    ],
    [
      'a broken connection',
      (to) => (to.answer = (request) => request.socket.destroy()),
      'it cannot be fetched (UND_ERR_SOCKET)',
    ],
  ];

  it.each(faults)('serves the last good one where it is given %s, and says so', async (_, spoil, reason) => {
    const before = await metric('last_good_refresh_timestamp_seconds');
    expect(before).toBeGreaterThanOrEqual(startMs / 1000);
    expect(before).toBeLessThanOrEqual(Date.now() / 1000);
    expect(await health()).toMatchObject({ info: { 'stream-catalog': { status: 'up' } } });
    spoil(server);
    await catalog.refresh();
    await catalog.refresh();

    log.append('edit.topic', 0, { timestamp: 1000, value: '{"n":1}' });
    await reader.until(({ events }) => events.length === 1);
    for (const name of ['edit', 'edits']) {
      expect((await ask(`${service.url}/v2/stream/${name}`, {}, 'HEAD')).status).toBe(200);
    }
    const { status, info } = await health();
    expect([status, info['stream-catalog'].status]).toEqual(['ok', 'up']);
    expect(info['stream-catalog'].message).toMatch(
      /^serving the last valid catalogue, of \d{4}-.*Z; the refresh fails: /,
    );
    expect(info['stream-catalog'].message?.endsWith(`: ${reason}`)).toBe(true);
    expect((await ask(`${service.url}/health/ready`)).status).toBe(200);
    const said = `Cannot refresh the stream catalogue ${server.uri}, keeping the last one: ${reason}`;
    expect(lines(JSON.stringify(said).slice(1, -1))).toBe(1);
    expect(await metric('refreshes_total{outcome="failed"}')).toBe(2);
    expect(await metric('refreshes_total{outcome="changed"}')).toBe(1);
    expect(await metric('last_good_refresh_timestamp_seconds')).toBe(before);
  });

  it('says so when it is well again, in log, metric and health', async () => {
    server.give('', {}, 503);
    await catalog.refresh();
    const before = await metric('last_good_refresh_timestamp_seconds');
    server.offer({ edit });
    await catalog.refresh();
    expect((await health()).info['stream-catalog']).toEqual({ status: 'up' });
    expect(lines(`The stream catalogue ${server.uri} is refreshed again`)).toBe(1);
    expect(await metric('refreshes_total{outcome="unchanged"}')).toBe(1);
    expect(await metric('last_good_refresh_timestamp_seconds')).toBeGreaterThan(before);
    expect(reader.ended).toBe(false);
  });
});
