import { StreamCatalog } from '../../src/domain/ports/stream-catalog.js';
import type { LoadedCatalog } from '../../src/infrastructure/catalog/loaded-catalog.js';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { ask } from '../support/answer.js';
import { CatalogueServer } from '../support/catalogue-server.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const edit = { topics: ['edit.topic'] };
const move = { topics: ['move.topic'], stream_aliases: ['moves'] };

/** A log that lets a test do something while it is asked for the partitions of a topic. */
class AskedLog extends MemoryLog {
  onAsked: () => void = () => undefined;

  override partitionCount(topic: string): number | undefined {
    this.onAsked();
    return super.partitionCount(topic);
  }
}

describe('a catalogue that is refreshed', () => {
  let server: CatalogueServer;
  let log: AskedLog;
  let service: Service;
  let catalog: LoadedCatalog;
  let readers: RawStream[];

  beforeEach(async () => {
    readers = [];
    server = await CatalogueServer.start();
    server.offer({ edit });
    log = new AskedLog();
    for (const topic of ['edit.topic', 'edit.more', 'move.topic']) log.createTopic(topic, 1);
    await start();
  });

  afterEach(async () => {
    for (const reader of readers) reader.close();
    await service.close();
    await server.close();
  });

  async function start(config: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const remote = { stream_config_uri: server.uri, stream_config_object_path: 'streams' };
    service = await startService({}, { ...remote, ...config }, log);
    catalog = service.app.get<LoadedCatalog>(StreamCatalog, { strict: false });
  }

  async function offer(streams: Readonly<Record<string, unknown>>): Promise<void> {
    server.offer(streams);
    await catalog.refresh();
  }

  const append = (topic: string, n: number): number =>
    log.append(topic, 0, { timestamp: 1000 + n, value: `{"n":${n}}` });

  /** A reader that knows its place. */
  async function open(name: string, headers: Readonly<Record<string, string>> = {}): Promise<RawStream> {
    const stream = await RawStream.open(`${service.url}/v2/stream/${name}`, headers);
    readers.push(stream);
    return stream.until(({ lastId }) => lastId !== undefined);
  }

  it('serves new streams, aliases and topics at once', async () => {
    expect((await ask(`${service.url}/v2/stream/move`)).status).toBe(400);
    await offer({ edit: { topics: ['edit.topic', 'edit.more'], stream_aliases: ['edits'] }, move });
    const names = ['edit', 'edits', 'move', 'moves'];
    const streams = await Promise.all(names.map((name) => open(name)));
    expect(streams.map(topicsOf)).toEqual([
      ['edit.more', 'edit.topic'],
      ['edit.more', 'edit.topic'],
      ['move.topic'],
      ['move.topic'],
    ]);
    append('edit.more', 1);
    append('move.topic', 2);
    await Promise.all(streams.map((stream) => stream.until(({ events }) => events.length === 1)));
    expect(streams.map((stream) => stream.data[0]?.['n'])).toEqual([1, 1, 2, 2]);
  });

  it('leaves open readers the topics they have, and their ids as well', async () => {
    const reader = await open('edit');
    await offer({ edit: { topics: ['edit.more'] } });
    const late = await open('edit');
    append('edit.topic', 1);
    append('edit.more', 2);
    await reader.until(({ events }) => events.length === 1);
    await late.until(({ events }) => events.length === 1);
    expect([reader, late].map((stream) => stream.data.map(({ n }) => n))).toEqual([[1], [2]]);
    expect([topicsOf(reader), topicsOf(late)]).toEqual([['edit.topic'], ['edit.more']]);
  });

  it('lets a reader resume on what its id lists; with a gap, or anew, where that is no longer offered', async () => {
    await offer({ edit: { topics: ['edit.topic', 'edit.more'] } });
    const { lastId = '' } = await open('edit');
    await offer({ edit: { topics: ['edit.topic', 'move.topic'] } });
    const resumed = await open('edit', { 'Last-Event-ID': lastId });
    await resumed.until(({ blocks }) => blocks.some(({ event }) => event === 'gap'));
    expect(topicsOf(resumed)).toEqual(['edit.topic']);
    await offer({ edit: { topics: ['move.topic'] } });
    const anew = await open('edit', { 'Last-Event-ID': lastId });
    expect(topicsOf(anew)).toEqual(['move.topic']);
  });

  it('ends the readers of a withdrawn stream, by alias and beside others too; the others go on', async () => {
    await offer({ edit, move });
    const gone = await Promise.all(['move', 'moves', 'edit,move'].map((name) => open(name)));
    const stays = await open('edit');
    await offer({ edit });
    for (const reader of gone) {
      await reader.untilEnd();
      expect(reader.complete).toBe(true);
      const { event, data = '' } = reader.blocks.at(-1) ?? {};
      expect(event).toBe('error');
      expect(JSON.parse(data)).toMatchObject({ type: 'stream_withdrawn', title: 'Gone' });
    }
    append('edit.topic', 1);
    await stays.until(({ events }) => events.length === 1);
    expect((await ask(`${service.url}/v2/stream/moves`)).body).toContain('Invalid streams: moves');
    expect(service.logText()).toContain('Streams are withdrawn, and their readers end: move');
  });

  it('ends the readers of a stream whose name has become an alias of another', async () => {
    const reader = await open('edit');
    await offer({ change: { topics: ['edit.topic'], stream_aliases: ['edit'] } });
    await reader.untilEnd();
    expect(reader.text).toContain('"type":"stream_withdrawn"');
    expect(topicsOf(await open('edit'))).toEqual(['edit.topic']);
  });

  it('ends a reader whose stream is withdrawn while the log is asked where to start', async () => {
    await offer({ edit, move });
    log.onAsked = () => void catalog.replace(catalog.list().filter(({ name }) => name === 'edit'));
    const reader = await open('move');
    await reader.untilEnd();
    expect(reader.complete).toBe(true);
    expect(reader.text).toContain('"type":"stream_withdrawn"');
  });

  it('is asked for in time; the service ends a request in flight when it ends', async () => {
    await service.close();
    server.requests.length = 0;
    await start({ stream_config_ttl: 1 });
    const reader = await open('edit');
    server.offer({ move }, { etag: '"2"' });
    await reader.untilEnd();
    await server.asked(server.requests.length + 1);
    expect(server.requests.at(-1)?.headers['if-none-match']).toBe('"2"');
    server.answer = () => undefined;
    await server.asked(server.requests.length + 1);
    const abandoned = new Promise((resolve) => server.requests.at(-1)?.socket.on('close', resolve));
    await service.close();
    await abandoned;
    server.offer({ edit });
    await start();
  });

  it('has what is kept redacted anew where a topic gets into another stream, and readers notice nothing of it', async () => {
    await service.close();
    await start({ mediawiki_redacted_pages: { enwiki: ['Secret'] } });
    const edited = (n: number): string =>
      JSON.stringify({ n, wiki: 'enwiki', title: 'Secret', user: 'Somebody' });
    const live = await open('edit');
    log.append('edit.topic', 0, { timestamp: 1000, value: edited(0) });
    await live.until(({ events }) => events.length === 1);
    expect(live.text).toContain('Somebody');

    await offer({ edit, 'mediawiki.recentchange': edit });
    const replay = await RawStream.open(`${service.url}/v2/stream/edit?since=0`);
    readers.push(replay);
    await replay.until(({ events }) => events.length === 1);
    log.append('edit.topic', 0, { timestamp: 1001, value: edited(1) });
    for (const reader of [live, replay]) {
      await reader.until(({ events }) => events.length === 2);
      expect(reader.data.map(({ n }) => n)).toEqual([0, 1]);
      expect(reader.text).not.toContain('event: gap');
    }
    expect(replay.text).not.toContain('Somebody');
    expect(live.text.match(/Somebody/g)).toHaveLength(1);
  });
});

/** The topics of the id that a reader was last given. */
function topicsOf({ lastId = '[]' }: RawStream): readonly string[] {
  return (JSON.parse(lastId) as { readonly topic: string }[]).map(({ topic }) => topic);
}
