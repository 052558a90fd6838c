import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { itReadsStreams } from './client.contract.js';
import { describeCurl } from './describe-curl.js';
import { curl } from './documented-clients.js';
import { appendPast, createTopics, streams, titles } from './known-events.js';

describeCurl('curl in a loop, as documented', () => itReadsStreams(curl));

describeCurl('curl', () => {
  let service: Service;

  beforeAll(async () => {
    const log = new MemoryLog();
    createTopics(log);
    appendPast(log);
    // Streams end by themselves, and so does curl.
    service = await startService(streams, { max_connection_ms: 300 }, log);
  });

  afterAll(() => service.close());

  const place = (topic: string, offset: number): object => ({ topic, partition: 0, offset });
  const id = JSON.stringify([
    place('eqiad.mediawiki.recentchange', 2),
    place('codfw.mediawiki.recentchange', 3),
  ]);
  const rest = titles.filter((_, n) => n >= (n % 2 === 0 ? 4 : 7));

  it.each([
    ['Server-Sent Events', []],
    ['newline-delimited JSON', ['-H', 'Accept: application/x-ndjson']],
  ])('reads on from a Last-Event-ID written by hand, as %s', async (_, accept) => {
    const url = `${service.url}/v2/stream/recentchange`;
    const { stdout } = await promisify(execFile)('curl', [
      ...['-sSfN', '--noproxy', '*', '-H', `Last-Event-ID: ${id}`],
      ...accept,
      url,
    ]);
    const events = stdout.match(/\{"n":.*/g) ?? [];
    expect(events.map((event) => (JSON.parse(event) as { title: string }).title)).toEqual(rest);
  });
});
