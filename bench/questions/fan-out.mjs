import { spawnSync } from 'node:child_process';
import { against, rounded } from '../figures.mjs';
import { startLoad } from '../load/start-load.mjs';
import { measureLive } from '../measure-live.mjs';
import { startTarget } from '../start-target.mjs';

export const name = 'fan-out';
export const question = 'What does a delivered event cost, by readers and by rate?';

/** [readers, events a second]: what all of them carry. */
const compared = [
  [100, 400],
  [500, 400],
  [2000, 400],
  [500, 100],
  [500, 1000],
  [500, 2000],
];
/** What the baselines may carry; they say where they do not. */
const stockNest = [
  [500, 50],
  [500, 100],
  [500, 200],
];
const consumers = [
  [10, 50],
  [50, 50],
  [50, 400],
  [50, 1000],
];
const quick = { compared: [compared[1], compared[5]], stockNest: [stockNest[0]], consumers: [consumers[2]] };

export async function run(bench) {
  const asked = bench.isQuick ? quick : { compared, stockNest, consumers };
  const rows = [];
  const kinds = [...(hasCompiler() ? ['epoll'] : []), 'plain', 'memory', 'kafka'];
  if (kinds.length < 4) console.log('There is no C compiler: the rows of C with epoll are left out');
  for (const [readers, rate] of asked.compared) {
    for (const kind of kinds) rows.push(await live(bench, kind, readers, rate));
  }
  for (const [readers, rate] of asked.stockNest) rows.push(await live(bench, 'nest', readers, rate));
  for (const [readers, rate] of asked.consumers) rows.push(await live(bench, 'consumers', readers, rate));
  return judged(rows);
}

async function live(bench, kind, readers, rate) {
  const target = await startTarget(bench, kind);
  const load = await startLoad(target.stream);
  const asked = { subject: target.name, readers, eventsPerSecond: rate };
  try {
    const opened = await load.open(readers, 60_000);
    await target.feed(rate);
    const figures = await measureLive(target, load, { seconds: bench.isQuick ? 3 : 8 });
    const carries = opened === readers && figures.deliveredPerSecond >= 0.97 * readers * rate;
    return bench.say({ ...asked, connected: opened, ...figures, carries });
  } finally {
    await load.close();
    await target.end();
  }
}

/**
 * With the ratios to the baselines of this run: C with epoll and plain Node at the same readers and rate, the best that one consumer per
 * client carries.
 */
function judged(rows) {
  const carried = rows.filter(({ subject, carries }) => subject.startsWith('one consumer') && carries);
  const consumer = Math.min(...carried.map(({ cpuMicrosPerEvent }) => cpuMicrosPerEvent));
  return rows
    .map((row) => {
      const plain = rows.find((other) => other.subject.startsWith('plain') && isSameLoad(row, other));
      const epoll = rows.find((other) => other.subject.startsWith('C with') && isSameLoad(row, other));
      return {
        ...row,
        toEpoll: epoll ? rounded(row.cpuMicrosPerEvent / epoll.cpuMicrosPerEvent) : null,
        toPlain: plain ? rounded(row.cpuMicrosPerEvent / plain.cpuMicrosPerEvent) : null,
        consumerToThis: rounded(consumer / row.cpuMicrosPerEvent),
      };
    })
    .map((row, n, all) => withTarget(row, all, consumer));
}

function hasCompiler() {
  return process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;
}

function isSameLoad(row, other) {
  return row.readers === other.readers && row.eventsPerSecond === other.eventsPerSecond;
}

function withTarget(row, all, consumer) {
  if (row.cpuMicrosPerEvent === consumer) {
    const service = all.find(
      (other) => other.subject === 'service, Kafka' && other.eventsPerSecond === 400 && other.readers === 500,
    );
    return against(row, 'the service at 200 000/s costs 100 × less', service.consumerToThis >= 100);
  }
  if (row.subject !== 'service, Kafka' || row.readers !== 500) return row;
  if (row.eventsPerSecond === 400) {
    const isNearEpoll = row.toEpoll === null || row.toEpoll <= 2.5;
    return against(row, '≤ 1.5 × plain Node, ≤ 2.5 × C', row.toPlain <= 1.5 && isNearEpoll);
  }
  if (row.eventsPerSecond !== 2000) return row;
  // A producer on a timer is not exact to the event.
  return against(row, '1 000 000 delivered events/s', row.deliveredPerSecond >= 990_000);
}
