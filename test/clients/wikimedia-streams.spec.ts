import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { documentedProgram, documentedUrl } from './documented-program.js';
import { RunningProgram } from './running-program.js';
import { TearingProxy } from './tearing-proxy.js';

const streams = {
  'mediawiki.recentchange': { topics: ['eqiad.mediawiki.recentchange'], stream_aliases: ['recentchange'] },
  'mediawiki.page-create': { topics: ['eqiad.mediawiki.page-create'], stream_aliases: ['page-create'] },
};

/** A second apart. */
const events = [
  { title: 'Москва', type: 'new', wiki: 'enwiki' },
  { title: 'Canary', type: 'edit', wiki: 'canary' },
  { title: '東京', type: 'edit', wiki: 'enwiki' },
  { title: 'Ærø', type: 'edit', wiki: 'dewiki' },
  { title: 'User:Ада', type: 'log', wiki: 'enwiki' },
];
const start = Date.UTC(2026, 10, 21, 12);
const since = "since: '2026-11-21T12:00:00Z',";

describe('wikimedia-streams', () => {
  let log: MemoryLog;
  let service: Service;
  let proxy: TearingProxy | undefined;
  let running: RunningProgram | undefined;

  beforeEach(async () => {
    log = new MemoryLog();
    for (const { topics } of Object.values(streams)) log.createTopic(topics[0] ?? '', 1);
    for (const [n, event] of events.entries()) append('recentchange', n, event);
    service = await startService(streams, { retry_ms: 20 }, log);
  });

  afterEach(async () => {
    await running?.stop();
    await proxy?.close();
    await service.close();
    running = proxy = undefined;
  });

  function append(
    name: string,
    seconds: number,
    event: { readonly title: string; readonly wiki: string },
  ): void {
    const domain = event.wiki === 'canary' ? 'canary' : `${event.wiki.slice(0, 2)}.wikipedia.org`;
    log.append(`eqiad.mediawiki.${name}`, 0, {
      timestamp: start + seconds * 1000,
      value: JSON.stringify({ ...event, meta: { stream: `mediawiki.${name}`, domain } }),
    });
  }

  /** What the documented program shows, once it has so many lines. @param edit what is asked for instead */
  function show(
    count: number,
    edit: (code: string) => string,
    url = service.url,
  ): Promise<readonly string[]> {
    const code = edit(documentedProgram('wikimedia-streams', 'js')).replace(documentedUrl, url);
    running = RunningProgram.start([process.execPath], 'program.mjs', code);
    return running.until((lines) => lines.length >= count);
  }

  /** Asks for more by its options. */
  const withOptions =
    (...options: readonly string[]) =>
    (code: string): string =>
      code.replace('proxy:', [...options, 'proxy:'].join(' '));

  it('leaves canary events out, where it is not told to keep them', async () => {
    expect(await show(4, withOptions(since))).toEqual(['Москва', '東京', 'Ærø', 'User:Ада']);
    await running?.stop();
    expect(await show(5, withOptions(since, 'enableCanary: true,'))).toEqual(
      events.map(({ title }) => title),
    );
  });

  it('goes on by an id of its own form, as it is kept in a file', async () => {
    const place = { topic: 'eqiad.mediawiki.recentchange', partition: 0, timestamp: start + 3000 };
    const kept = `lastEventId: ${JSON.stringify([place])},`;
    expect(await show(2, withOptions(kept))).toEqual(['Ærø', 'User:Ада']);
  });

  it('reads several streams, each by its own listener', async () => {
    append('page-create', 1.5, { title: 'New', wiki: 'enwiki' });
    const both = (code: string): string =>
      `${withOptions(since)(code).replace("'recentchange', {", "['recentchange', 'page-create'], {")}
       stream.on('page-create', ({ title }) => console.log('created', title));`;
    expect(await show(5, both)).toEqual(['Москва', 'created New', '東京', 'Ærø', 'User:Ада']);
  });

  it('chooses by its own filters, over cuts as well', async () => {
    proxy = await TearingProxy.start(service.port, ['東京', '', 'User:']);
    const filtered = (code: string): string =>
      withOptions(since)(code).replace(
        "stream.on('recentchange', ",
        "stream.filter('mediawiki.recentchange').none({ type: 'new' }).all({ wiki: 'enwiki' }).on(",
      );
    expect(await show(2, filtered, proxy.url)).toEqual(['東京', 'User:Ада']);
    expect(proxy.left).toBe(0);
  });

  it('asks a service that is away with pauses, where it would not by itself', async () => {
    const away = Array.from({ length: 1000 }, () => '');
    proxy = await TearingProxy.start(service.port, away);
    const code = documentedProgram('wikimedia-streams', 'js').replace(documentedUrl, proxy.url);
    const program = RunningProgram.start([process.execPath], 'program.mjs', code);
    running = program;
    await program.until(() => program.complaints !== '');
    const since = performance.now();
    const refused = program.complaints.length;
    await program.until(() => program.complaints.length >= 2 * refused);
    expect(performance.now() - since).toBeGreaterThan(2500);
    expect(proxy.connections).toBeLessThan(10);
  });
});
