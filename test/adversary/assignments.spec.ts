import { attackTimeoutMs, compare, describeAttack, expectUnharmed } from './attack.js';
import { Victim } from './victim.js';
import { RawStream } from '../support/sse-client.js';
import { setTimeout as wait } from 'node:timers/promises';

const attackMs = 4000;
const readers = 500;
const mostGrowthBytes = 128 * 1024 * 1024;
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
      const compared = await compare('assignments by hand', victim, attack);
      expectUnharmed(compared, mostGrowthBytes);
    },
    attackTimeoutMs,
  );

  async function attack(): Promise<void> {
    const opened = await Promise.allSettled(
      Array.from({ length: readers }, (_, index) =>
        RawStream.open(`${victim.url}/v2/stream/${streams}`, { 'Last-Event-ID': idOf(index + 1) }),
      ),
    );
    await wait(attackMs);
    for (const stream of opened) if (stream.status === 'fulfilled') stream.value.close();
  }

  /** The topics whose bits are set. */
  function idOf(bits: number): string {
    const chosen = topics.filter((_, index) => ((bits * 8 - 1) & (1 << index)) !== 0);
    return JSON.stringify(chosen.map((topic) => ({ topic, partition: 0, offset: -1 })));
  }
});
