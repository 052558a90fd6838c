import { against, quantile, rounded } from '../figures.mjs';
import { historyTimestamp } from '../history.mjs';
import { startChild } from '../processes/child.mjs';
import { startTarget } from '../start-target.mjs';

export const name = 'replay';
export const question = 'How fast is the past read, and how soon does it begin?';

const fourHoursMs = 4 * 3_600_000;

export async function run(bench) {
  const count = bench.isQuick ? 50_000 : 200_000;
  return [...(await replays(bench, 'memory', count)), ...(await replays(bench, 'kafka', count))];
}

async function replays(bench, kind, count) {
  const target = await startFilled(bench, kind, count);
  const client = await startChild('load/replay.mjs');
  const row = (what, figures) => bench.say({ subject: target.name, what, ...figures });
  const since = `${target.stream.path}?since=${Date.now() - fourHoursMs}`;
  try {
    const rows = [];
    for (const round of [1, 2, 3]) {
      rows.push(row(`the whole log, round ${round}`, await whole(target, client, since, count)));
    }
    rows.push(
      row(
        'first event, from an offset',
        await first(bench, target, client, (n) => offsetOf(target, n, count)),
      ),
    );
    rows.push(row('first event, from a time', await first(bench, target, client, (n) => sinceOf(n, count))));
    return rows;
  } finally {
    await client.kill();
    await target.end();
  }
}

async function startFilled(bench, kind, count) {
  if (kind === 'memory') return startTarget(bench, kind, { env: { BENCH_HISTORY: String(count) } });
  const kafka = await bench.kafka();
  const topic = await kafka.createTopic();
  await kafka.fill(topic, count);
  return startTarget(bench, kind, { topic });
}

async function whole(target, client, path, count) {
  await target.ask('begin');
  const got = await client.ask('readUpTo', { port: target.stream.port, path, last: count - 1 });
  const { cpuMs } = await target.ask('cost');
  const figures = {
    events: got.count,
    eventsPerSecond: Math.round((got.count * 1000) / got.ms),
    cpuMicrosPerEvent: rounded((cpuMs * 1000) / got.count),
    missing: got.missing,
    repeated: got.repeated,
  };
  return against(figures, '≥ 50 000 events/s', figures.eventsPerSecond >= 50_000);
}

async function first(bench, target, client, queryOf) {
  const tries = bench.isQuick ? 30 : 100;
  const times = [];
  for (let n = 0; n < tries; n += 1) {
    const path = `${target.stream.path}?${queryOf(n / tries)}`;
    times.push(await client.ask('firstEvent', { port: target.stream.port, path }));
  }
  const figures = { tries, p50Ms: rounded(quantile(times, 0.5)), p99Ms: rounded(quantile(times, 0.99)) };
  return against(figures, 'p50 ≤ 50 ms', figures.p50Ms <= 50);
}

function offsetOf(target, share, count) {
  const entry = { topic: target.topic, partition: 0, offset: Math.floor(share * count) };
  return `last_event_id=${encodeURIComponent(JSON.stringify([entry]))}`;
}

function sinceOf(share, count) {
  return `since=${historyTimestamp(Math.floor(share * count))}`;
}
