import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { startService } from '../support/service.js';
import type { DocumentedClient } from './client.contract.js';
import { createTopics, streams } from './known-events.js';

/**
 * What is true of a client that is handed events and nothing else, however large they are. Its program ends at what is
 * none.
 */
export function itTakesNothingElseForAnEvent(client: DocumentedClient): void {
  it('reads an event of 2 MB, with a buffer that it is told to have', async () => {
    const log = new MemoryLog();
    createTopics(log);
    for (const title of ['x'.repeat(2_000_000), 'The end']) {
      const value = JSON.stringify({ title });
      log.append('eqiad.mediawiki.recentchange', 0, { timestamp: 1, value });
    }
    const service = await startService(streams, { retry_ms: 30 }, log);
    const running = await client.start(service.url, { since: 0 });
    try {
      const lines = await running.until((shown) => shown.includes('The end'));
      expect(lines.map(({ length }) => length)).toEqual([2_000_000, 7]);
    } finally {
      await running.stop();
      await service.close();
    }
  });

  it('hands over nothing that is no event, through silence in which events are passed over and through reconnects', async () => {
    const log = new MemoryLog();
    createTopics(log);
    const config = { retry_ms: 30, heartbeat_ms: 30, max_connection_ms: 300 };
    const service = await startService(streams, config, log);
    const running = await client.start(service.url, { filter: 'wiki == "frwiki"' });
    const append = (wiki: string, title: string): void => {
      const value = JSON.stringify({ wiki, title });
      log.append('eqiad.mediawiki.recentchange', 0, { timestamp: Date.now(), value });
    };
    const passOver = setInterval(() => append('enwiki', 'not asked for'), 10);
    const produce = setInterval(() => append('frwiki', 'one'), 150);
    try {
      const lines = await running.until((shown) => shown.length >= 10);
      expect(new Set(lines)).toEqual(new Set(['one']));
    } finally {
      clearInterval(passOver);
      clearInterval(produce);
      await running.stop();
      await service.close();
    }
  });
}
