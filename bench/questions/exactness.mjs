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

export async function run(bench) {
  const stepMs = bench.isQuick ? 3000 : 8000;
  const kafka = await bench.kafka();
  let target = await startTarget(bench, 'kafka');
  const { topic, stream } = target;
  const load = await startChild('load/restless.mjs');
  try {
    await load.ask('open', { ...stream, count: readers, longestMs });
    const stop = kafka.feed(topic, eventsPerSecond);
    await pause(stepMs);
    await target.end();
    target = await startTarget(bench, 'kafka', { topic, env: { BENCH_PORT: String(stream.port) } });
    await pause(stepMs);
    await kafka.restart();
    await pause(stepMs);
    stop();
    await load.ask('rest');
    return [await settled(bench, target, load, kafka, topic)];
  } finally {
    await load.kill();
    await target.end();
  }
}

/** Waits until the slowest has the last event, as long as they make progress. */
async function settled(bench, target, load, kafka, topic) {
  let [counted, isMoving] = [await load.ask('exactness'), true];
  while (isMoving || counted.leastLast < (await kafka.end(topic)) - 1) {
    await pause(2000);
    const next = await load.ask('exactness');
    isMoving = next.count !== counted.count;
    counted = next;
    if (!isMoving && counted.leastLast >= 0) break;
  }
  const produced = await kafka.end(topic);
  const { reconnects, count, missing, repeated } = counted;
  const row = { subject: target.name, readers, produced, reconnects, serverRestarts: 1, brokerRestarts: 1 };
  const delivered = { expected: produced * readers, delivered: count, missing, repeated };
  const met = count === produced * readers && missing === 0 && repeated === 0;
  return against(bench.say({ ...row, ...delivered }), 'every event exactly once per reader', met);
}
