import { attackTimeoutMs, compare, describeAttack, expectEvents } from './attack.js';
import { Victim } from './victim.js';
import { ask } from '../support/answer.js';
import { RawStream } from '../support/sse-client.js';
import { setTimeout as wait } from 'node:timers/promises';

const openFiles = 256;
const connections = 400;
const attackMs = 2000;
const mostGrowthBytes = 64 * 1024 * 1024;

/** More connections than the process may have files open, against a configuration that says nothing of limits. */
describeAttack('connections without number', () => {
  let victim: Victim;

  beforeEach(async () => {
    victim = await Victim.start({ sample_events_per_second: 100 }, openFiles);
  }, attackTimeoutMs);

  afterEach(() => victim.stop());

  it.each([
    ['that open streams', 'GET /v2/stream/mediawiki.recentchange HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['that ask for nothing', ''],
    ['that never finish to ask', 'GET / HTTP/1.1\r\nHost: a\r\n'],
    ['that stay open after an answer', 'GET /robots.txt HTTP/1.1\r\nHost: a\r\n\r\n'],
  ])(
    'leave those who are there what they have: %s',
    async (name, bytes) => {
      const attacked = await compare(`connections ${name}`, victim, () => open(bytes));
      // Probes need connections too, which nobody has left now.
      expectEvents(attacked, mostGrowthBytes);
      // And those who come afterwards are served.
      const stream = await RawStream.open(`${victim.url}/v2/stream/mediawiki.recentchange`);
      await stream.until(({ events }) => events.length > 0);
      stream.close();
      expect((await ask(`${victim.url}/health/live`)).status).toBe(200);
    },
    attackTimeoutMs,
  );

  async function open(bytes: string): Promise<void> {
    for (let count = 0; count < connections; count += 1) victim.connect().resume().write(bytes);
    await wait(attackMs);
  }
});
