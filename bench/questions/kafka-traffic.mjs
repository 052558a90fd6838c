import { setTimeout as pause } from 'node:timers/promises';
import { against, rounded } from '../figures.mjs';
import { startLoad } from '../load/start-load.mjs';
import { startTarget } from '../start-target.mjs';

export const name = 'kafka-traffic';
export const question = 'What does the service ask of Kafka, by live readers?';

const eventsPerSecond = 100;
const lingerMs = 2000;
/** A fetch that waits for records when the last reader goes ends this much later. */
const longestFetchMs = 5500;

export async function run(bench) {
  const seconds = bench.isQuick ? 4 : 15;
  const target = await startTarget(bench, 'kafka', {
    env: { BENCH_SETTINGS: JSON.stringify({ linger_ms: lingerMs }) },
  });
  try {
    await target.feed(eventsPerSecond);
    const one = await traffic(bench, target, 1, seconds);
    const many = await traffic(bench, target, 1000, seconds);
    await pause(lingerMs + longestFetchMs);
    const none = await traffic(bench, target, 0, seconds);
    const isSame =
      many.fetchesPerSecond <= 1.1 * one.fetchesPerSecond && many.kBPerSecond <= 1.1 * one.kBPerSecond;
    return [
      one,
      against(many, 'as with one reader (±10 %)', isSame),
      against(none, 'nothing is read after linger_ms', none.recordsPerSecond === 0),
    ];
  } finally {
    await target.end();
  }
}

async function traffic(bench, target, readers, seconds) {
  const load = await startLoad(target.stream);
  try {
    await load.open(readers);
    await pause(1000);
    const [before, start] = [await target.ask('traffic'), performance.now()];
    await pause(seconds * 1000);
    const [after, wallMs] = [await target.ask('traffic'), performance.now() - start];
    const perSecond = (key, unit = 1) => rounded(((after[key] - before[key]) * 1000) / wallMs / unit);
    return bench.say({
      subject: target.name,
      readers,
      eventsPerSecond,
      fetchesPerSecond: perSecond('fetches'),
      kBPerSecond: perSecond('brokerBytes', 1000),
      recordsPerSecond: perSecond('records'),
    });
  } finally {
    await load.close();
  }
}
