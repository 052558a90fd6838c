import { setTimeout as wait } from 'node:timers/promises';
import { attackTimeoutMs, compare, describeAttack, expectUnharmed } from './attack.js';
import { Victim } from './victim.js';

const attackMs = 3000;
const clients = 8;
const mostGrowthBytes = 192 * 1024 * 1024;

/** Negotiation over a header of thousands of choices, again and again. */
describeAttack('headers that are dear to read', () => {
  let victim: Victim;

  beforeAll(async () => {
    victim = await Victim.start({ sample_events_per_second: 200 });
  }, attackTimeoutMs);

  afterAll(() => victim.stop());

  it.each(['Accept', 'Accept-Encoding', 'If-None-Match'])(
    'cost nobody else anything: %s',
    async (name) => {
      const value = Array.from({ length: 15_000 }, () => '*/*').join();
      const head = `HEAD /v2/stream/mediawiki.recentchange HTTP/1.1\r\nHost: a\r\n${name}: ${value}\r\n\r\n`;
      const attacked = await compare(`a long ${name}`, victim, () => ask(head));
      expectUnharmed(attacked, mostGrowthBytes);
    },
    attackTimeoutMs,
  );

  /** Some clients, each with a new request as soon as the one before has been answered. */
  async function ask(head: string): Promise<void> {
    let running = true;
    const client = async (): Promise<void> => {
      while (running) {
        const socket = victim.connect();
        await new Promise<void>((resolve) => {
          socket.once('close', () => resolve());
          socket.once('end', () => socket.destroy());
          socket.resume().write(head);
        });
      }
    };
    const all = Array.from({ length: clients }, client);
    await wait(attackMs);
    running = false;
    victim.letGo();
    await Promise.all(all);
  }
});
