import { attackTimeoutMs, compare, describeAttack, expectUnharmed } from './attack.js';
import { Victim } from './victim.js';
import { RawStream } from '../support/sse-client.js';

const attackMs = 4000;
const mostGrowthBytes = 96 * 1024 * 1024;

/** Each operand is absent from each field of an event, and so each fails. */
const failing = Array.from({ length: 290 }, (_, index) => `k.a${index}`).join('||');
const filters: readonly (readonly [name: string, filter: string])[] = [
  ['a loop in which everything fails', `event.exists(k, ${failing})`],
  ['operands that are absent', Array.from({ length: 400 }, (_, index) => `event["a${index}"].b`).join('||')],
  [
    'texts that are gone through',
    Array.from({ length: 60 }, (_, index) => `comment.contains("zz${index}")`).join('||'),
  ],
];

/** One client with the most expensive filters that are let in. */
describeAttack('filters that are dear', () => {
  let victim: Victim;

  beforeEach(async () => {
    victim = await Victim.start({ sample_events_per_second: 200 });
  }, attackTimeoutMs);

  afterEach(() => victim.stop());

  describe.each(filters)('%s', (name, filter) => {
    it.each([
      ['live', ''],
      ['over the past', 'since=2000-01-01T00:00:00Z&'],
    ])(
      'cost nobody else anything: %s',
      async (when, since) => {
        const attacked = await compare(`${name}, ${when}`, victim, () => read(filter, since));
        expectUnharmed(attacked, mostGrowthBytes);
      },
      attackTimeoutMs,
    );
  });

  /** Reads for a while with a filter in many spellings, as from one client; a filter that is refused costs nothing. */
  async function read(filter: string, since: string): Promise<void> {
    const streams = await Promise.all(
      Array.from({ length: 8 }, (_, index) => {
        const query = `${since}filter=${encodeURIComponent(`${filter}||event["n${index}"]=="x"`)}`;
        return RawStream.open(`${victim.url}/v2/stream/mediawiki.recentchange?${query}`);
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, attackMs));
    for (const stream of streams) stream.close();
  }
});
