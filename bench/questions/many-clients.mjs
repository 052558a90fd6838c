import { against, rounded } from '../figures.mjs';
import { startLoad } from '../load/start-load.mjs';
import { measureLive } from '../measure-live.mjs';
import { startTarget } from '../start-target.mjs';

export const name = 'many-clients';
export const question = 'What do 10 000 clients of one process cost, idle and live?';

const eventsPerSecond = 20;

export async function run(bench) {
  const steps = stepsWithin(
    bench.machine.openFiles,
    bench.isQuick ? [1000, 10_000] : [1000, 2500, 5000, 10_000],
  );
  const kinds = bench.isQuick ? ['plain', 'nest', 'memory'] : ['plain', 'nest', 'memory', 'kafka'];
  const rows = [];
  for (const kind of kinds) rows.push(...(await many(bench, kind, steps)));
  return rows;
}

/** The steps that the open files of one process allow. */
function stepsWithin(openFiles, steps) {
  const most = Math.min(steps.at(-1), openFiles - 500);
  return [...steps.filter((count) => count < most), most];
}

async function many(bench, kind, steps) {
  const target = await startTarget(bench, kind, { gc: true });
  const load = await startLoad(target.stream);
  const rows = [];
  try {
    await warmUp(target);
    const empty = await target.ask('memory');
    const accepted = { readers: 0, wallMs: 0, cpuMs: 0 };
    for (const readers of steps) {
      await target.ask('begin');
      accepted.readers += await load.open(readers - accepted.readers);
      const { wallMs, cpuMs } = await target.ask('cost');
      accepted.wallMs += wallMs;
      accepted.cpuMs += cpuMs;
      rows.push(bench.say(idleRow(target, accepted, empty, await target.ask('memory'))));
    }
    if (kind !== 'nest') rows.push(bench.say(await live(bench, target, load, accepted.readers)));
  } finally {
    await load.close();
    await target.end();
  }
  return rows;
}

/** What is compiled and cached with the first client is no client's cost. */
async function warmUp(target) {
  const first = await startLoad(target.stream);
  await first.open(50);
  await first.close();
}

function idleRow(target, { readers, wallMs, cpuMs }, empty, held) {
  const each = (key) => rounded((held[key] - empty[key]) / readers / 1000);
  const row = {
    subject: target.name,
    phase: 'idle',
    readers,
    acceptSeconds: rounded(wallMs / 1000),
    cpuMicrosPerAccept: rounded((cpuMs * 1000) / readers),
    rssMiB: Math.round(held.rss / 2 ** 20),
    kBPerConnection: each('rss'),
    userKBPerConnection: each('user'),
  };
  if (!target.name.startsWith('service') || readers < 10_000) return row;
  const met = row.kBPerConnection <= 24 && row.userKBPerConnection <= 12;
  return against(row, '≤ 24 kB per idle connection, ≤ 12 kB of it heap and buffers', met);
}

async function live(bench, target, load, readers) {
  await target.feed(eventsPerSecond);
  await load.probe(200);
  const seconds = bench.isQuick ? 6 : 15;
  const figures = await measureLive(target, load, { seconds, settleMs: 4000, watchLoop: true });
  const row = { subject: target.name, phase: 'live', readers, eventsPerSecond, ...figures };
  if (!target.name.startsWith('service')) return row;
  const met = row.p99Ms <= 500 && row.newClientP99Ms <= 250;
  return against(row, 'p99 ≤ 500 ms, a new client gets its first byte in ≤ 250 ms', met);
}
