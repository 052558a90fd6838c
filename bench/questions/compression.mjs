import { against, rounded } from '../figures.mjs';
import { startLoad } from '../load/start-load.mjs';
import { measureLive } from '../measure-live.mjs';
import { startTarget } from '../start-target.mjs';

export const name = 'compression';
export const question = 'What do compressed readers cost, beside readers of the same events as they are?';

/** [readers, events a second]. */
const loads = [
  [500, 100],
  [2000, 400],
];
const codings = ['identity', 'gzip'];

export async function run(bench) {
  const rows = [];
  for (const [readers, rate] of loads) {
    const pair = [];
    for (const coding of codings) pair.push(await live(bench, readers, rate, coding));
    const [plain, compressed] = pair;
    rows.push(plain, judged(plain, compressed));
  }
  return rows;
}

async function live(bench, readers, rate, coding) {
  const target = await startTarget(bench, 'memory', { env: { BENCH_SAMPLE: '1' }, gc: true });
  const load = await startLoad({ ...target.stream, coding });
  const asked = { coding, readers, eventsPerSecond: rate };
  try {
    const connected = await load.open(readers, 60_000);
    await target.feed(rate);
    const figures = await measureLive(target, load, { seconds: bench.isQuick ? 3 : 10 });
    return bench.say({ ...asked, connected, ...figures });
  } finally {
    await load.close();
    await target.end();
  }
}

function judged(plain, compressed) {
  const row = {
    ...compressed,
    timesFewerBytes: rounded(plain.bytesPerEvent / compressed.bytesPerEvent),
    cpuToPlain: rounded(compressed.cpuMicrosPerEvent / plain.cpuMicrosPerEvent),
  };
  const isSmall = row.timesFewerBytes >= 5;
  if (row.readers === 500) {
    const target = '≥ 5 × fewer bytes, ≤ 1.1 × the CPU, p99 within 5 ms';
    return against(row, target, isSmall && row.cpuToPlain <= 1.1 && row.p99Ms <= plain.p99Ms + 5);
  }
  return against(row, '≥ 5 × fewer bytes, less CPU', isSmall && row.cpuToPlain < 1);
}
