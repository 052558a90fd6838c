import { against } from '../figures.mjs';
import { startLoad } from '../load/start-load.mjs';
import { measureLive } from '../measure-live.mjs';
import { startTarget } from '../start-target.mjs';

export const name = 'latency';
export const question = 'How long does an event take from the producer to 500 clients?';

const readers = 500;

export async function run(bench) {
  const busy = await live(bench, 100, bench.isQuick ? 5 : 15);
  const calm = await live(bench, 1, bench.isQuick ? 8 : 40);
  return [
    against(busy, 'p50 ≤ 20 ms, p99 ≤ 50 ms', busy.p50Ms <= 20 && busy.p99Ms <= 50),
    against(calm, 'p50 ≤ 5 ms', calm.p50Ms <= 5),
  ];
}

async function live(bench, rate, seconds) {
  const target = await startTarget(bench, 'kafka');
  const load = await startLoad(target.stream);
  try {
    await load.open(readers);
    await target.feed(rate);
    const figures = await measureLive(target, load, { seconds });
    return bench.say({ subject: target.name, readers, eventsPerSecond: rate, ...figures });
  } finally {
    await load.close();
    await target.end();
  }
}
