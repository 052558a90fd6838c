import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { describePython, pythonStartTimeoutMs, pythonWith } from '../support/python.js';
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
  { title: 'Москва', type: 'new', bot: false, wiki: 'enwiki', namespace: 0 },
  { title: 'Talk:Ada', type: 'edit', bot: false, wiki: 'dewiki', namespace: 1 },
  { title: '東京', type: 'edit', bot: true, wiki: 'enwiki', namespace: 0 },
  { title: 'Canary', type: 'edit', bot: true, wiki: 'canary', namespace: 0 },
  { title: 'User:Ада', type: 'log', bot: false, wiki: 'enwiki', namespace: 2 },
  { title: 'Ærø', type: 'edit', bot: false, wiki: 'enwiki' },
];
const domains: Readonly<Record<string, string>> = {
  enwiki: 'en.wikipedia.org',
  dewiki: 'de.wikipedia.org',
};
const start = Date.UTC(2026, 10, 21, 12);

describePython("pywikibot's EventStreams", () => {
  let python: string;
  let log: MemoryLog;
  let service: Service;
  let proxy: TearingProxy | undefined;
  /** What the last program wrote on standard error. */
  let complaints: string;

  beforeAll(async () => {
    python = await pythonWith('requirements.txt');
  }, pythonStartTimeoutMs);

  beforeEach(async () => {
    log = new MemoryLog();
    for (const { topics } of Object.values(streams)) log.createTopic(topics[0] ?? '', 1);
    for (const [n, event] of events.entries()) {
      const domain = domains[event.wiki] ?? 'canary';
      append('recentchange', n, { ...event, server_name: domain, meta: { domain } });
    }
    service = await startService(streams, { retry_ms: 20 }, log);
  });

  afterEach(async () => {
    await proxy?.close();
    await service.close();
    proxy = undefined;
  });

  function append(stream: string, seconds: number, event: object): void {
    log.append(`eqiad.mediawiki.${stream}`, 0, {
      timestamp: start + seconds * 1000,
      value: JSON.stringify(event),
    });
  }

  /** What a program prints that begins as the documented one, goes on with these lines and ends by itself. */
  async function print(lines: readonly string[], url = service.url): Promise<readonly string[]> {
    const [preface = ''] = documentedProgram('pywikibot', 'python')
      .replaceAll(documentedUrl, url)
      .split(/^stream = /m);
    const show = ['for change in stream:', "    print(change['title'])"];
    const program = RunningProgram.start(
      [python],
      'program.py',
      [`${preface}url = '${url}/v2/stream/recentchange'`, ...lines, ...show].join('\n'),
    );
    try {
      return (await program.untilEnd()).trimEnd().split('\n');
    } finally {
      ({ complaints } = program);
      await program.stop();
    }
  }

  /** Titles of what comes through the given calls on a stream from the beginning. */
  const choose = (count: number, ...calls: readonly string[]): Promise<readonly string[]> =>
    print([
      "stream = EventStreams(streams='recentchange', site=site, since='20261121120000')",
      ...calls.map((call) => `stream.${call}`),
      `stream.set_maximum_items(${count})`,
    ]);

  it('ends after as many as it is told to, canary events left out and not counted', async () => {
    expect(await choose(4)).toEqual(['Москва', 'Talk:Ada', '東京', 'User:Ада']);
  });

  it.each(["'20261121120002'", "'2026-11-21T12:00:02Z'", 'pywikibot.Timestamp(2026, 11, 21, 12, 0, 2)'])(
    'starts at %s, and keeps canary events where it is told to',
    async (since) => {
      const stream = `stream = EventStreams(streams='recentchange', site=site, since=${since}, canary=True)`;
      expect(await print([stream, 'stream.set_maximum_items(3)'])).toEqual(['東京', 'Canary', 'User:Ада']);
    },
  );

  it('reads several streams as one, in the order of time', async () => {
    append('page-create', 1.5, { title: 'New', meta: { domain: 'en.wikipedia.org' } });
    const stream =
      "stream = EventStreams(streams=['recentchange', 'page-create'], site=site, since='20261121120000')";
    expect(await print([stream, 'stream.set_maximum_items(3)'])).toEqual(['Москва', 'Talk:Ada', 'New']);
  });

  it('gets by its filters what they say', async () => {
    const all = "register_filter(type=('edit', 'log'), wiki='enwiki')";
    expect(await choose(3, all)).toEqual(['東京', 'User:Ада', 'Ærø']);
    expect(await choose(2, all, "register_filter(ftype='none', bot=True)")).toEqual(['User:Ада', 'Ærø']);
    const any = "register_filter(ftype='any', namespace=0, type='log')";
    expect(await choose(3, any)).toEqual(['Москва', '東京', 'User:Ада']);
    expect(await choose(1, "register_filter(lambda data: data['title'].endswith('ø'))")).toEqual(['Ærø']);
  });

  it('listens to the changes of one site', async () => {
    const lines = [
      'from pywikibot.comms.eventstreams import site_rc_listener',
      "site = pywikibot.Site('wikipedia:de', interface='BaseSite')",
      'stream = site_rc_listener(site, 1)',
      // It takes no time to start at.
      "stream.sse_kwargs['url'] += '?since=20261121120000'",
    ];
    expect(await print(lines)).toEqual(['Talk:Ada']);
  });

  it('is sent by a filter in its URL what it would have chosen itself', async () => {
    const stream = "stream = EventStreams(url=url + '?' + query, site=None)";
    const filter = 'type in ["edit", "log"] && wiki == "enwiki" && !bot';
    const query = `query = '${String(new URLSearchParams({ since: String(start), filter }))}'`;
    expect(await print([query, stream, 'stream.set_maximum_items(2)'])).toEqual(['User:Ада', 'Ærø']);
  });

  it('comes back after a cut with what it had chosen, and counts on', async () => {
    proxy = await TearingProxy.start(service.port, ['東京', '', 'User:']);
    const stream = "stream = EventStreams(streams='recentchange', site=site, since='20261121120000')";
    const calls = [stream, "stream.register_filter(wiki='enwiki')", 'stream.set_maximum_items(4)'];
    expect(await print(calls, proxy.url)).toEqual(['Москва', '東京', 'User:Ада', 'Ærø']);
    expect(proxy.left).toBe(0);
  });

  it('passes over what announces a gap, and reads on', async () => {
    const short = new MemoryLog({ retentionBytes: 700 });
    for (const { topics } of Object.values(streams)) short.createTopic(topics[0] ?? '', 1);
    for (const title of ['Gone', 'Gone too', 'Москва', 'Ærø']) {
      const value = JSON.stringify({ title, filler: '.'.repeat(150) });
      short.append('eqiad.mediawiki.recentchange', 0, { timestamp: start, value });
    }
    await service.close();
    service = await startService(streams, {}, short);
    const id = '[{"topic":"eqiad.mediawiki.recentchange","partition":0,"offset":0}]';
    const stream = `stream = EventStreams(streams='recentchange', site=site, latest_event_id='${id}')`;
    expect(await print([stream, 'stream.set_maximum_items(2)'])).toEqual(['Москва', 'Ærø']);
    expect(complaints).toContain('Unknown event gap');
  });
});
