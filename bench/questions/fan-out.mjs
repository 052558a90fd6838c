import { against, rounded } from '../figures.mjs';
import { startLoad } from '../load/start-load.mjs';
import { measureLive } from '../measure-live.mjs';
import { startTarget } from '../start-target.mjs';

export const name = 'fan-out';
export const question = 'What does a delivered event cost, by readers and by rate?';

/** [readers, events a second]: what all three carry, in an order that puts what is compared side by side. */
const compared = [
  [500, 400],
  [500, 2000],
  [100, 400],
  [2000, 400],
  [500, 100],
  [500, 1000],
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
];

export async function run(bench) {
  const take = (all, some) => (bench.isQuick ? all.slice(0, some) : all);
  const rows = [];
  for (const [readers, rate] of take(compared, 3)) {
    for (const kind of ['plain', 'memory', 'kafka']) rows.push(await live(bench, kind, readers, rate));
  }
  for (const [readers, rate] of take(stockNest, 1)) rows.push(await live(bench, 'nest', readers, rate));
  for (const [readers, rate] of take(consumers.slice(1), 1)) {
    rows.push(await live(bench, 'consumers', readers, rate));
  }
  if (!bench.isQuick) rows.push(await live(bench, 'consumers', ...consumers[0]));
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

/** With the ratios to the baselines of this run: the limit at the same readers and rate, and the best of one consumer per client. */
function judged(rows) {
  const costs = rows
    .filter(({ subject }) => subject.startsWith('one consumer'))
    .map(({ cpuMicrosPerEvent }) => cpuMicrosPerEvent ?? Infinity);
  const consumer = Math.min(...costs);
  return rows.map((row) => {
    const limit = rows.find(
      ({ subject, readers, eventsPerSecond }) =>
        subject.startsWith('plain') && readers === row.readers && eventsPerSecond === row.eventsPerSecond,
    );
    const compared = {
      ...row,
      toPlain: limit ? rounded(row.cpuMicrosPerEvent / limit.cpuMicrosPerEvent) : null,
      consumerToThis: rounded(consumer / row.cpuMicrosPerEvent),
    };
    return withTarget(compared);
  });
}

function withTarget(row) {
  if (row.subject !== 'service, Kafka' || row.readers !== 500) return row;
  if (row.eventsPerSecond === 2000) {
    // A producer on a timer is not exact to the event.
    return against(row, '1 000 000 delivered events/s', row.deliveredPerSecond >= 990_000);
  }
  if (row.eventsPerSecond !== 400) return row;
  const met = row.toPlain <= 1.5 && row.consumerToThis >= 100;
  return against(row, '≤ 1.5 × plain Node; ≥ 100 × better than one consumer per client', met);
}
