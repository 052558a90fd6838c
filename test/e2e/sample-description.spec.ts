import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { SampleFeed } from '../../src/infrastructure/memory/sample/sample-feed.js';
import { sampleStreams } from '../../src/infrastructure/memory/sample/sample-streams.js';
import { ask } from '../support/answer.js';
import { descriptionProblems } from '../support/openapi.js';
import type { Description, Json } from '../support/openapi.js';
import { startService } from '../support/service.js';
import type { Service } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

describe('the sample set-up', () => {
  let service: Service;
  let feed: SampleFeed;

  beforeAll(async () => {
    const log = new MemoryLog();
    feed = new SampleFeed(log, { historyMs: 600_000 });
    await feed.start();
    service = await startService({}, { stream_config_uri: undefined }, log);
  });

  afterAll(async () => {
    feed.stop();
    await service.close();
  });

  /** The description once it has all schemas: they come in the background. */
  async function described(): Promise<Description> {
    for (;;) {
      const description = JSON.parse((await ask(`${service.url}/?spec`)).body) as Description;
      const streams = sampleStreams.map(({ name }) => streamOf(description, name));
      if (streams.every(({ schema }) => '$ref' in (schema as Json))) return description;
    }
  }

  function streamOf({ paths }: Description, name: string): Json {
    return paths[`/v2/stream/${name}`]!.get['x-stream']!;
  }

  const refusal = async (filter: string): Promise<unknown> => {
    const query = new URLSearchParams({ filter }).toString();
    const { body } = await ask(`${service.url}/v2/stream/recentchange?${query}`);
    return (JSON.parse(body) as Json)['detail'];
  };

  it('describes every stream with its schema, in valid OpenAPI', async () => {
    const description = await described();
    expect(await descriptionProblems(description)).toEqual([]);
    expect(streamOf(description, 'recentchange')).toMatchObject({
      name: 'mediawiki.recentchange',
      aliases: ['recentchange'],
      topics: ['eqiad.mediawiki.recentchange', 'codfw.mediawiki.recentchange'],
      schema: { title: 'mediawiki/recentchange', $ref: '#/components/schemas/mediawiki.recentchange.1.0.1' },
      canary_events: true,
    });
    const { properties } = description.components.schemas['mediawiki.recentchange.1.0.1']!;
    const { meta } = properties as Readonly<Record<string, { readonly properties: Json }>>;
    expect(Object.keys(meta!.properties)).toEqual(
      expect.arrayContaining(['domain', 'dt', 'topic', 'partition', 'offset']),
    );
    expect(service.logText()).not.toContain('schema');
  });

  it('shows as an example what is sent', async () => {
    const { paths } = await described();
    const { content } = paths['/v2/stream/recentchange']!.get.responses['200']!;
    expect(content['application/json']!.example).toMatchObject({
      $schema: '/mediawiki/recentchange/1.0.1',
      type: 'edit',
      meta: { topic: 'codfw.mediawiki.recentchange', partition: 0, offset: 1234 },
      title: 'Ada Lovelace',
    });
  });

  it('filters by what its schemas describe', async () => {
    await described();
    const filter = 'type == "edit" && length.new > 0 && title_url.startsWith("https://") && meta.offset >= 0';
    const query = new URLSearchParams({ filter, since: String(Date.now() - 600_000) }).toString();
    const stream = await RawStream.open(`${service.url}/v2/stream/recentchange?${query}`);
    await stream.until(({ data }) => data.some(({ type }) => type === 'edit'));
    stream.close();
  });

  it('refuses a filter with a field that no event of it has', async () => {
    await described();
    expect(await refusal('wikii == "enwiki"')).toBe(
      'Cannot filter: at character 1: no schema of these streams has a field "wikii"; did you mean wiki?',
    );
    expect(await refusal('wiki == "enwiki" && length.newer > 0')).toContain('"length.newer"');
    expect(await refusal('meta.domane == "canary"')).toContain('"meta.domane"');
  });
});
