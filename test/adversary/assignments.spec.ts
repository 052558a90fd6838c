import { once } from 'node:events';
import { attackTimeoutMs, compare, describeAttack, expectUnharmed } from './attack.js';
import { Victim } from './victim.js';
import { setTimeout as wait } from 'node:timers/promises';

const attackMs = 4000;
const readers = 500;
const mostGrowthBytes = 256 * 1024 * 1024;
const topics = [
  'page-create',
  'page-delete',
  'page-move',
  'page_change.v1',
  'recentchange',
  'revision-create',
].flatMap((name) => ['eqiad', 'codfw'].map((datacenter) => `${datacenter}.mediawiki.${name}`));
const streams = [...new Set(topics.map((topic) => topic.slice(topic.indexOf('.') + 1)))].join();

/** Each reader of an assignment of its own: no two of them share what is made of an event. */
describeAttack('assignments written by hand', () => {
  let victim: Victim;

  beforeAll(async () => {
    victim = await Victim.start({ sample_events_per_second: 100 });
  }, attackTimeoutMs);

  afterAll(() => victim.stop());

  it(
    'cost nobody else anything',
    async () => {
      const attacked = await compare('assignments by hand', victim, attack);
      expectUnharmed(attacked, mostGrowthBytes);
    },
    attackTimeoutMs,
  );

  async function attack(): Promise<void> {
    for (let bits = 1; bits <= readers; bits += 1) {
      const socket = victim.connect();
      const head = ['Host: victim', 'Accept: text/event-stream', `Last-Event-ID: ${idOf(bits)}`];
      socket.write(`GET /v2/stream/${streams} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
      // One at a time: what is seen here is what readers cost, not how many can come at once.
      await Promise.race([once(socket, 'data'), once(socket, 'close')]);
      // Whatever it did with the events would take the processor from the others in this process, which look on.
      socket.resume();
    }
    await wait(attackMs);
  }

  /** The topics whose bits are set. */
  function idOf(bits: number): string {
    const chosen = topics.filter((_, index) => ((bits * 8 - 1) & (1 << index)) !== 0);
    return JSON.stringify(chosen.map((topic) => ({ topic, partition: 0, offset: -1 })));
  }
});
