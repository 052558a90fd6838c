import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { redactedActor } from '../support/service-log.js';
import { RawStream } from '../support/sse-client.js';

const wiki = 'en.wikipedia.org';
const page = 'Secret page';
const actor = { user_text: redactedActor };
const pageChange = 'mediawiki.page_change.v1';
const recentChange = 'mediawiki.recentchange';
const anyOther = 'mediawiki.page-create';
const streams = Object.fromEntries(
  [pageChange, recentChange, anyOther].map((name) => [name, { topics: [`eqiad.${name}`] }]),
);
const all = Object.keys(streams).join();

/** Events about a redacted page, by stream. */
const secrets: Readonly<Record<string, object>> = {
  [pageChange]: {
    page: { page_title: page },
    performer: actor,
    revision: { editor: actor },
    prior_state: { page: { page_title: page }, revision: { editor: actor } },
  },
  [recentChange]: { title: page, user: redactedActor, log_type: 'move', log_params: { target: page } },
  [anyOther]: { page_title: page, performer: actor },
};

describe('who acted on a redacted page', () => {
  let log: MemoryLog;
  let service: Service;
  const readers: RawStream[] = [];
  let appended = 0;

  const append = (stream: string, value: string): void => {
    log.append(`eqiad.${stream}`, 0, { timestamp: 1000 + (appended += 1), value });
  };
  const appendSecrets = (): void => {
    for (const [stream, event] of Object.entries(secrets)) {
      append(stream, JSON.stringify({ meta: { domain: wiki, stream }, ...event }));
      append(stream, `{"page_title":"${page}","performer":"${redactedActor}"`);
      append(stream, `{"meta":["${redactedActor}"]}`);
    }
  };
  const open = async (accept: string, query = ''): Promise<RawStream> => {
    const reader = await RawStream.open(`${service.url}/v2/stream/${all}${query}`, { Accept: accept });
    readers.push(reader);
    return reader;
  };
  const sent = ({ text }: RawStream): number => text.split(page).length - 1;

  beforeEach(async () => {
    log = new MemoryLog();
    for (const stream of Object.keys(streams)) log.createTopic(`eqiad.${stream}`, 1);
    const config = { mediawiki_redacted_pages: { [wiki]: [page] }, log_level: 'trace' };
    service = await startService(streams, config, log);
  });

  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.close();
    await service.close();
  });

  it('is in no stream, no line of the log and no metric, live and replayed, of broken events neither', async () => {
    const live = await Promise.all([open('text/event-stream'), open('application/json')]);
    await Promise.all(live.map((reader) => reader.until(({ response }) => response.statusCode === 200)));
    await live[0].until(({ blocks }) => blocks.length > 0);
    appendSecrets();
    // Two of the page change, two of the recent change, one of the other.
    const titles = 5;
    await Promise.all(live.map((reader) => reader.until((stream) => sent(stream) === titles)));
    const replayed = await open('text/event-stream', '?since=0');
    await replayed.until((stream) => sent(stream) === titles);
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    for (const reader of readers) reader.close();
    await service.close();

    expect(metrics).toContain(
      `eventstreams_events_redacted_total{topic="eqiad.${pageChange}",read="live"} 1`,
    );
    expect(service.logText().match(/"msg":"event redacted"/g)).toHaveLength(3);
    for (const { text } of readers) expect(text).not.toContain(redactedActor);
    expect(metrics).not.toContain(redactedActor);
    expect(service.logText()).not.toContain(redactedActor);
  });
});
