import { setTimeout as pause } from 'node:timers/promises';
import { against, quantile, rounded } from '../figures.mjs';
import { startChild } from '../processes/child.mjs';
import { startTarget } from '../start-target.mjs';

export const name = 'resume-storm';
export const question = 'What happens when 2 000 clients, cut at once, resume at once?';

const clients = 2000;
const eventsPerSecond = 20;
const pointsOfCurve = 40;

export async function run(bench) {
  return [await storm(bench, 'memory'), await storm(bench, 'kafka')];
}

async function storm(bench, kind) {
  const awaySeconds = bench.isQuick ? 5 : 30;
  const target = await startTarget(bench, kind);
  const load = await startChild('load/storm.mjs');
  try {
    await target.feed(eventsPerSecond);
    await load.ask('open', { ...target.stream, count: clients });
    await load.ask('cut');
    await pause(awaySeconds * 1000);
    const before = await target.ask('traffic');
    await target.ask('begin');
    const resumed = await load.ask('resume', target.stream);
    const cost = await target.ask('cost');
    const after = await target.ask('traffic');
    const { missing, repeated } = await load.ask('exactness');
    return bench.say(
      rowOf(target, awaySeconds, resumed, {
        replayFetches: after.replayFetches - before.replayFetches,
        fetches: after.fetches - before.fetches,
        cpuShare: rounded(cost.cpuMs / cost.wallMs),
        missing,
        repeated,
      }),
    );
  } finally {
    await load.kill();
    await target.end();
  }
}

function rowOf(target, awaySeconds, resumed, figures) {
  const firstBytes = resumed.map(({ firstByteMs }) => firstByteMs);
  const live = resumed.map(({ liveMs }) => liveMs).sort((a, b) => a - b);
  const row = {
    subject: target.name,
    clients,
    eventsPerSecond,
    awaySeconds,
    allLiveSeconds: rounded(live.at(-1) / 1000),
    firstByteP50Ms: rounded(quantile(firstBytes, 0.5)),
    firstByteP99Ms: rounded(quantile(firstBytes, 0.99)),
    ...figures,
    liveAfterMs: curve(live),
  };
  const met = row.replayFetches === 0 && live.at(-1) <= 5000;
  return against(row, 'no fetch of the past, all live again in ≤ 5 s', met);
}

/** [milliseconds, clients live by then], oldest first. */
function curve(live) {
  return Array.from({ length: pointsOfCurve }, (_, n) => {
    const count = Math.round(((n + 1) * live.length) / pointsOfCurve);
    return [Math.round(live[count - 1]), count];
  });
}
