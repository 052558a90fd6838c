import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { sampleStreams } from '../../src/infrastructure/memory/sample/sample-streams.js';
import { ask } from '../support/answer.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { pageOf, readPages } from './markdown.js';
import type { Page } from './markdown.js';

/** Paths and queries of the service that pages name, in code and in text; without those that a program completes. */
function addressesIn({ text }: Page): readonly string[] {
  const joined = text.replace(/\\\n\s*/g, ' ');
  const lines = joined.split('\n').flatMap((line) => {
    const [filter] = Array.from(
      line.matchAll(/--data-urlencode '(\w+)=([^']*)'/g),
      ([, key = '', value = '']) => [key, encodeURIComponent(value)],
    );
    return Array.from(line.matchAll(/https?:\/\/localhost:88\d\d([^\s'"`)<>|,;\\]*)/g), ([, path = '']) =>
      filter === undefined ? path : `${path}?${filter.join('=')}`,
    );
  });
  return lines.filter((path) => !/[${}…]|\.\.\./.test(path)).map((path) => path.replace(/[.:]$/, ''));
}

describe('addresses of the service in the documentation', () => {
  const addresses = [...new Set(readPages().flatMap(addressesIn))].filter((path) => path !== '');
  let service: Service;

  beforeAll(async () => {
    const log = new MemoryLog();
    for (const { topics } of sampleStreams) for (const topic of topics) log.createTopic(topic, 1);
    const streams = sampleStreams.map(({ name, topics, aliases }) => [
      name,
      { topics, stream_aliases: aliases },
    ]);
    service = await startService(
      Object.fromEntries(streams) as Record<string, object>,
      { stream_ui_enabled: true },
      log,
    );
  });

  afterAll(() => service.close());

  it.each(addresses)('%s is there', async (path) => {
    const method = path.startsWith('/v2/stream/') ? 'HEAD' : 'GET';
    expect((await ask(`${service.url}${path}`, {}, method)).status).toBeLessThan(400);
  });

  it('are found in commands, over several lines and with data', () => {
    const text = [
      "curl -G http://localhost:8888/v2/stream/a --data-urlencode 'filter=a == 1'",
      "curl -H 'A: b' \\\n  'http://localhost:8888/v2/stream/b?since=1'",
      'See `http://localhost:8893/?doc`, or http://localhost:8888. Not `http://localhost:8888/v2/stream/${name}`.',
    ].join('\n');
    expect(addressesIn(pageOf('x.md', text))).toEqual([
      '/v2/stream/a?filter=a%20%3D%3D%201',
      '/v2/stream/b?since=1',
      '/?doc',
      '',
    ]);
  });
});
