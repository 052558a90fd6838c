import { attackTimeoutMs, compare, describeAttack, expectUnharmed } from './attack.js';
import { Victim } from './victim.js';

const requests = (path: string, count: number): string =>
  `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(count);
const mostGrowthBytes = 64 * 1024 * 1024;

/** Many requests on one connection, none of whose answers is read. */
describeAttack('requests sent without waiting for answers', () => {
  let victim: Victim;

  beforeAll(async () => {
    victim = await Victim.start({ sample_events_per_second: 200 });
  }, attackTimeoutMs);

  afterAll(() => victim.stop());

  it.each([
    ['files of the documentation', '/docs-assets/swagger-ui-bundle.js', 36, 1000],
    ['the description', '/?spec', 6, 2000],
    ['streams behind a stream', '/v2/stream/mediawiki.recentchange', 1, 57_000],
  ])(
    'cost nobody else anything: %s',
    async (name, path, connections, count) => {
      const attacked = await compare(`pipelined ${name}`, victim, () =>
        victim.flood(connections, requests(path, count)),
      );
      expectUnharmed(attacked, mostGrowthBytes);
    },
    attackTimeoutMs,
  );
});
