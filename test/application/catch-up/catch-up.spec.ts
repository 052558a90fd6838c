import { CatchUp } from '../../../src/application/catch-up/catch-up.js';
import type { CatchUpDependencies } from '../../../src/application/catch-up/catch-up.js';
import { FilterCostMeter } from '../../../src/application/filters/filter-cost-meter.js';
import type { Framer } from '../../../src/application/delivery/framer.js';
import { PartitionCursor } from '../../../src/application/catch-up/partition-cursor.js';
import type { PartitionFeed } from '../../../src/application/feeds/partition-feed.js';
import { segmentOf } from '../../../src/application/feeds/segment.js';
import { FramedChunkCache } from '../../../src/application/catch-up/framed-chunk-cache.js';
import { Assignment } from '../../../src/domain/assignment.js';
import type { EventFilter } from '../../../src/domain/event-filter.js';

const partition = { topic: 'edit', partition: 0 };
const count = 1000;
const framer = { format: 'test', event: (json: string) => json, gap: () => '' } as unknown as Framer;
const segment = segmentOf(
  0,
  count,
  Array.from({ length: count }, (_, n) => ({
    ...{ offset: n, timestamp: n, json: n % 2 === 0 ? 'a' : 'b', bytes: 1, redacted: false, canary: false },
  })),
);
const feed = {
  ...{ partition, epoch: 0, revision: 0 },
  window: { head: { offset: count, timestamp: count - 1 }, find: () => segment },
} as unknown as PartitionFeed;

describe('a turn of a reader that catches up', () => {
  const evaluationMs = 60;
  let now = 0;
  let asked = 0;
  let filteredMs = 0;

  const turn = (accepted: string): void => {
    const filter: EventFilter = {
      key: accepted,
      effort: { steps: 0 },
      accepts: ({ json }) => {
        asked += 1;
        now += evaluationMs;
        return json === accepted;
      },
    };
    const parts = {
      chunkCache: new FramedChunkCache(),
      catchUpBytes: 1_000_000,
      filtered: (ms: number) => (filteredMs += ms),
    } as unknown as CatchUpDependencies;
    const lanes = [new PartitionCursor(feed, { offset: 0, timestamp: 0 }, 0)];
    const view = { framer, filter };
    const account = new FilterCostMeter(filter);
    const assignment = new Assignment([partition], new Map());
    new CatchUp(assignment, { log: undefined }, lanes, [], view, account, parts, () => undefined).advance();
  };

  beforeEach(() => {
    [now, asked, filteredMs] = [0, 0, 0];
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each(['nothing', 'a', 'b'])(
    'ends after an evaluation that took long, whether it accepts or not: %s',
    (accepted) => {
      turn(accepted);
      expect(asked).toBe(1);
      expect(filteredMs).toBe(evaluationMs);
    },
  );
});
