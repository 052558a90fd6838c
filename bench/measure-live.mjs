import { setTimeout as pause } from 'node:timers/promises';
import { quantile, rounded } from './figures.mjs';

/**
 * What a stretch of live events costs a target, and how late they come.
 *
 * @param {{seconds: number, settleMs?: number, watchLoop?: boolean}} options `settleMs`: how long it runs before
 */
export async function measureLive(target, load, { seconds, settleMs = 2000, watchLoop = false }) {
  await pause(settleMs);
  await Promise.all([target.ask('begin', { watchLoop }), load.begin()]);
  await pause(seconds * 1000);
  const [cost, got] = await Promise.all([target.ask('cost'), load.measure()]);
  const perSecond = got.eventsPerSecond;
  const cpuShare = cost.cpuMs / cost.wallMs;
  return {
    deliveredPerSecond: Math.round(perSecond),
    bytesPerEvent: Math.round(got.bytesPerSecond / perSecond),
    cpuShare: rounded(cpuShare),
    cpuMicrosPerEvent: rounded((cpuShare * 1e6) / perSecond),
    p50Ms: rounded(got.p50Ms),
    p99Ms: rounded(got.p99Ms),
    rssMiB: Math.round(cost.rss / 2 ** 20),
    ...(watchLoop && { loopDelayP99Ms: rounded(cost.loopDelayP99Ms) }),
    ...(got.firstBytes.length > 0 && {
      newClientP50Ms: rounded(quantile(got.firstBytes, 0.5)),
      newClientP99Ms: rounded(quantile(got.firstBytes, 0.99)),
    }),
    loadCpuShare: rounded(got.cpuShare),
  };
}
