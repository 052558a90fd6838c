import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const stream = 'mediawiki.recentchange';
const topic = `eqiad.${stream}`;
const secret = 'Mallory';

describe('a filter on what is redacted', () => {
  let log: MemoryLog;
  let service: Service;
  const opened: RawStream[] = [];

  const append = (n: number, title: string): void => {
    const event = { n, title, user: secret, wiki: 'enwiki', meta: { domain: 'en.wikipedia.org', stream } };
    log.append(topic, 0, { timestamp: 1000 + n, value: JSON.stringify(event) });
  };
  const open = async (filter: string, start: Readonly<Record<string, string>>): Promise<RawStream> => {
    const query = new URLSearchParams({ filter, ...start }).toString();
    const reader = await RawStream.open(`${service.url}/v2/stream/${stream}?${query}`);
    opened.push(reader);
    return reader.until(({ text }) => text.includes('id: '));
  };

  beforeEach(async () => {
    log = new MemoryLog();
    log.createTopic(topic, 1);
    const config = { mediawiki_redacted_pages: { 'en.wikipedia.org': ['Secret page'] } };
    service = await startService({ [stream]: { topics: [topic] } }, config, log);
  });

  afterEach(async () => {
    for (const reader of opened.splice(0)) reader.close();
    await service.close();
  });

  it.each([{}, { since: '0' }])('does not tell what it was, live or in the past %j', async (start) => {
    const asks = [
      `user == "${secret}"`,
      `user in ["${secret}"]`,
      `has(event.user)`,
      `event.user.startsWith("M")`,
      `event.exists(key, key == "user")`,
      `user != "somebody else"`,
    ];
    if ('since' in start) append(1, 'Secret page');
    const readers = await Promise.all(asks.map((filter) => open(filter, start)));
    if (!('since' in start)) append(1, 'Secret page');
    append(2, 'Another page');
    for (const reader of readers) {
      await reader.until(({ events }) => events.length > 0);
      expect(reader.data.map(({ n }) => n)).toEqual([2]);
    }
    const without = await open('!has(event.user)', { since: '0' });
    await without.until(({ events }) => events.length > 0);
    expect(without.data).toEqual([expect.not.objectContaining({ user: secret })]);
  });
});
