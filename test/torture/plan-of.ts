import { Random } from '../../src/infrastructure/memory/sample/random.js';
import type { Action, Plan, PlannedReader, PlannedTopic, PlanSize, Step } from './plan.js';

const topics: readonly PlannedTopic[] = [
  { name: 'busy', partitions: 2, isCompacted: false },
  { name: 'single', partitions: 1, isCompacted: false },
  { name: 'wide', partitions: 3, isCompacted: false },
  { name: 'keyed', partitions: 1, isCompacted: true },
  { name: 'quiet', partitions: 1, isCompacted: false },
];

/** The same plan for the same seed and size. */
export function planOf(size: PlanSize): Plan {
  const random = new Random(size.seed);
  const readers = Array.from({ length: size.readers }, (_, index) => plannedReader(random, index, size));
  const steps = [...productions(random, size), ...disruptions(random, size, readers)];
  return {
    size,
    topics,
    readers,
    steps: steps.sort((one, other) => one.atMs - other.atMs),
    config: {
      window_bytes: random.pick([0, 200_000, 20_000_000]),
      window_ms: random.pick([1000, 60_000]),
      linger_ms: random.pick([500, 5000]),
      catch_up_bytes: random.pick([50_000, 2_000_000]),
      max_log_readers: random.pick([2, 32]),
      heartbeat_ms: random.pick([200, 1000]),
    },
  };
}

function plannedReader(random: Random, index: number, { seconds }: PlanSize): PlannedReader {
  const format = random.chance(0.3) ? 'ndjson' : 'sse';
  const isCompressed = index % 2 === 1;
  const start = random.pick<PlannedReader['start']>([
    { kind: 'beginning' },
    { kind: 'offset', share: random.next() },
    { kind: 'since', agoMs: random.integer(2000, 20_000) },
    // Nothing tells a reader of NDJSON where it has begun.
    format === 'sse' ? { kind: 'now' } : { kind: 'since', agoMs: 60_000 },
  ]);
  // Many read the same: they share channels, and join them while others are being written to.
  const chosen = random.chance(0.6)
    ? ['busy', 'wide']
    : topics.filter(() => random.chance(0.5)).map(({ name }) => name);
  return {
    name: `${format}${isCompressed ? '-gzip' : ''}-${index}`,
    ...{ format, isCompressed },
    topics: chosen.length === 0 ? ['busy'] : chosen,
    start,
    opensAtMs: random.chance(0.5) ? 0 : random.integer(0, Math.floor(seconds * 700)),
  };
}

const batchesPerSecond = 20;

function productions(random: Random, { seconds }: PlanSize): readonly Step[] {
  return Array.from({ length: seconds * batchesPerSecond }, (_, index): Step => {
    const atMs = Math.round((index + random.next()) * (1000 / batchesPerSecond));
    const topic = random.pickWeighted([
      { name: 'busy', weight: 8 },
      { name: 'single', weight: 4 },
      { name: 'wide', weight: 6 },
      { name: 'keyed', weight: 3 },
      { name: 'quiet', weight: 0.3 },
    ]).name;
    const share = random.next();
    if (random.chance(0.08)) {
      const openMs = random.chance(0.5) ? 0 : random.integer(1, 1500);
      const count = random.integer(1, 20);
      return { atMs, kind: 'transaction', topic, share, count, commits: random.chance(0.6), openMs };
    }
    const { shape, most } = random.pickWeighted([
      { shape: 'plain' as const, most: 4, weight: 60 },
      { shape: 'burst' as const, most: 60, weight: 15 },
      { shape: 'backwards' as const, most: 10, weight: 12 },
      { shape: 'unsendable' as const, most: 4, weight: 12 },
      { shape: 'large' as const, most: 1, weight: 1 },
    ]);
    return { atMs, kind: 'produce', topic, share, shape, count: random.integer(1, most) };
  });
}

function disruptions(random: Random, size: PlanSize, readers: readonly PlannedReader[]): readonly Step[] {
  const reader = (): string => random.pick(readers).name;
  const share = (): number => random.next();
  const kept = ['busy', 'single', 'wide', 'quiet'];
  const every = (seconds: number, action: () => Action): readonly Step[] =>
    times(random, size.seconds, seconds).map((atMs) => ({ ...action(), atMs }));
  const perReader = size.readers;
  return [
    ...every(6 / perReader, () => {
      const awayMs = random.chance(0.7) ? random.integer(0, 300) : random.integer(300, 5000);
      const again = random.chance(0.5) ? [] : [random.integer(0, 1500), random.integer(0, 1500)];
      return { kind: 'cut', reader: reader(), afterBytes: random.integer(0, 20_000), awayMs, again };
    }),
    ...every(20 / perReader, () => ({ kind: 'stall', reader: reader(), forMs: random.integer(200, 6000) })),
    ...every(15, () => ({ kind: 'kill-service', downMs: random.integer(0, 2500) })),
    ...every(20, () => ({ kind: 'stop-broker', share: share(), downMs: random.integer(500, 4000) })),
    ...every(6, () => ({ kind: 'expire', topic: random.pick(kept), share: share(), upTo: share() })),
    ...every(25, () => {
      const goneMs = random.chance(0.5) ? 0 : random.integer(1, 3000);
      return { kind: 'recreate-topic', topic: random.pick(['single', 'wide', 'keyed', 'quiet']), goneMs };
    }),
    ...every(30, () => ({ kind: 'add-partition', topic: random.pick(kept) })),
    ...(size.brokers > 1
      ? every(6, () => ({ kind: 'move-leader' as const, topic: random.pick(topics).name, share: share() }))
      : []),
  ];
}

/** Times that come independently of one another, and at least one. */
function times(random: Random, seconds: number, meanSeconds: number): readonly number[] {
  const found: number[] = [];
  for (let at = random.gap(meanSeconds); at < seconds; at += random.gap(meanSeconds))
    found.push(Math.round(at * 1000));
  return found.length > 0 ? found : [random.integer(0, seconds * 1000)];
}
