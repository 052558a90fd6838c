import { setTimeout as pause } from 'node:timers/promises';
import { against } from '../figures.mjs';
import { startChild } from '../processes/child.mjs';
import { startTarget } from '../start-target.mjs';

export const name = 'exactness';
export const question = 'Does every reader get every event once, whatever breaks?';

const readers = 50;
const eventsPerSecond = 200;
/** How long a client's connection lasts at most. */
const longestMs = 4000;
const patienceMs = 20_000;

export async function run(bench) {
  const stepMs = bench.isQuick ? 3000 : 8000;
  const kafka = await bench.kafka();
  const load = await startChild('load/restless.mjs');
  let target = await startTarget(bench, 'kafka');
  const { topic, stream } = target;
  let stop = () => undefined;
  try {
    await load.ask('open', { ...stream, count: readers, longestMs });
    stop = kafka.feed(topic, eventsPerSecond);
    await pause(stepMs);
    await target.end();
    target = await startTarget(bench, 'kafka', { topic, env: { BENCH_PORT: String(stream.port) } });
    await pause(stepMs);
    await kafka.restart();
    await pause(stepMs);
    stop();
    await load.ask('rest');
    const produced = await kafka.end(topic);
    return [rowOf(bench, target, produced, await settled(load, produced))];
  } finally {
    stop();
    await load.kill();
    await target.end();
  }
}

/** What all have, once the slowest has the last event or nothing comes any more. */
async function settled(load, produced) {
  let counted = await load.ask('exactness');
  let movedAt = performance.now();
  while (counted.leastLast < produced - 1 && performance.now() - movedAt < patienceMs) {
    await pause(500);
    const next = await load.ask('exactness');
    if (next.count !== counted.count) movedAt = performance.now();
    counted = next;
  }
  return counted;
}

function rowOf(bench, target, produced, { reconnects, count, missing, repeated }) {
  const expected = produced * readers;
  const figures = { produced, reconnects, expected, delivered: count, missing, repeated };
  const met = count === expected && missing === 0 && repeated === 0;
  return against(
    bench.say({ subject: target.name, readers, ...figures }),
    'every event exactly once per reader',
    met,
  );
}
