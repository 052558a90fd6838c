import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { ask } from '../support/answer.js';
import { CatalogueServer } from '../support/catalogue-server.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const recentchange = {
  stream: 'mediawiki.recentchange',
  schema_title: 'mediawiki/recentchange',
  topic_prefixes: ['eqiad.', 'codfw.'],
  destination_event_service: 'eventgate-main',
  canary_events_enabled: true,
  consumers: { analytics_hadoop_ingestion: { enabled: true } },
  topics: ['eqiad.mediawiki.recentchange', 'codfw.mediawiki.recentchange'],
};

describe('the service on a remote catalogue', () => {
  let server: CatalogueServer;
  let log: MemoryLog;
  let service: Service | undefined;

  beforeEach(async () => {
    server = await CatalogueServer.start();
    log = new MemoryLog();
  });

  afterEach(async () => {
    await service?.close();
    service = undefined;
    await server.close();
  });

  async function start(config: Readonly<Record<string, unknown>> = {}): Promise<Service> {
    const remote = { stream_config_uri: server.uri, stream_config_object_path: 'streams' };
    service = await startService({}, { ...remote, ...config }, log);
    return service;
  }

  /** The topics that a name reads: those of its first id. */
  async function topicsOf(name: string): Promise<readonly string[]> {
    const stream = await RawStream.open(`${service?.url ?? ''}/v2/stream/${name}`);
    await stream.until(({ lastId }) => lastId !== undefined);
    stream.close();
    return (JSON.parse(stream.lastId ?? '') as { readonly topic: string }[]).map(({ topic }) => topic);
  }

  const statusOf = async (name: string): Promise<number> =>
    (await ask(`${service?.url ?? ''}/v2/stream/${name}`, {}, 'HEAD')).status;

  it("serves what MediaWiki's API answers, and asks for it as the user agent of its settings", async () => {
    for (const topic of recentchange.topics) log.createTopic(topic, 1);
    const pattern = '/^mediawiki\\.job\\..+/';
    server.offer({
      [recentchange.stream]: recentchange,
      [pattern]: { stream: pattern, topics: ['/^(eqiad\\.|codfw\\.)mediawiki\\.job\\..+/'] },
      'no.topics': { stream: 'no.topics', topics: [] },
      'nothing.said': { stream: 'nothing.said' },
    });
    await start({ user_agent: 'EventStreams (mailto:ops@example.org)' });
    expect(server.requests[0]?.headers['user-agent']).toBe('EventStreams (mailto:ops@example.org)');
    expect(await topicsOf(recentchange.stream)).toEqual([...recentchange.topics].sort());
    for (const name of [encodeURIComponent(pattern), 'no.topics', 'nothing.said']) {
      expect(await statusOf(name)).toBe(400);
    }
    expect(warnings()).toEqual([
      `Stream "${pattern}" is left out: its name is a pattern`,
      'Stream "no.topics" is left out: topics: [] is not a list of at least one topic',
      'Stream "nothing.said" is left out: topics: is missing, expected a list of topics',
    ]);
  });

  it('fills in defaults where a stream lacks a setting, and lets overrides win', async () => {
    for (const topic of ['default', 'own', 'over']) log.createTopic(topic, 1);
    server.offer({ bare: {}, settled: { topics: ['own'] }, overridden: { topics: ['own'] } });
    await start({
      stream_config_defaults: { topics: ['default'] },
      stream_config_overrides: { overridden: { topics: ['over'], stream_aliases: ['o'] } },
    });
    const topics = await Promise.all(['bare', 'settled', 'overridden', 'o'].map(topicsOf));
    expect(topics).toEqual([['default'], ['own'], ['over'], ['over']]);
  });

  it('offers the allowed streams and their aliases, and no others', async () => {
    log.createTopic('t', 1);
    server.offer({
      edit: { topics: ['t'], stream_aliases: ['edits'] },
      secret: { topics: ['t'], stream_aliases: ['secrets'] },
    });
    await start({ allowed_streams: ['edit'] });
    const statuses = await Promise.all(['edit', 'edits', 'secret', 'secrets', 'edit,secret'].map(statusOf));
    expect(statuses).toEqual([200, 200, 400, 400, 400]);
    expect(warnings()).toEqual([]);
  });

  it('takes a name that is a stream and an alias as the stream, and warns', async () => {
    for (const topic of ['a.topic', 'b.topic']) log.createTopic(topic, 1);
    server.offer({ a: { topics: ['a.topic'], stream_aliases: ['b', 'c'] }, b: { topics: ['b.topic'] } });
    await start();
    expect(await Promise.all(['a', 'b', 'c'].map(topicsOf))).toEqual([['a.topic'], ['b.topic'], ['a.topic']]);
    expect(warnings()).toEqual(['Alias "b" of stream "a" is left out: it names stream "b"']);
  });

  it('reads YAML, at a dotted path', async () => {
    log.createTopic('t', 1);
    server.give('config:\n  streams:\n    edit: {topics: [t]}\n', { 'content-type': 'text/yaml' });
    await start({ stream_config_object_path: 'config.streams' });
    expect(await topicsOf('edit')).toEqual(['t']);
  });

  it('repeats the credentials of the address nowhere', async () => {
    log.createTopic('t', 1);
    server.offer({ edit: { topics: ['t'] }, bare: {} });
    await start({ stream_config_uri: server.uri.replace('//', '//reader:hunter2@'), log_level: 'trace' });
    expect(server.requests[0]?.headers.authorization).toBe(`Basic ${btoa('reader:hunter2')}`);
    const { body } = await ask(`${service?.url ?? ''}/health`);
    expect(body + (service?.logText() ?? '')).not.toMatch(/hunter2|reader:|cmVhZGVy/);
  });

  it('is not asked again where no time is set for that', async () => {
    log.createTopic('t', 1);
    server.offer({ edit: { topics: ['t'] } });
    await start();
    await topicsOf('edit');
    expect(server.requests).toHaveLength(1);
  });

  function warnings(): readonly unknown[] {
    const lines = (service?.logText() ?? '').split('\n').filter((line) => line !== '');
    return lines
      .map((line) => JSON.parse(line) as { readonly level: unknown; readonly msg: unknown })
      .flatMap(({ level, msg }) => (level === 'warn' || level === 40 ? [msg] : []));
  }
});
