/**
 * What readers cost that never read: resident memory beside a run in which as many read, under the same load;
 * and whether they get everything, once, when they read again.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const count = Number(process.env.BENCH_READERS ?? 200);
const rate = Number(process.env.BENCH_RATE ?? 1000);
const seconds = Number(process.env.BENCH_SECONDS ?? 30);

async function answer(child, kind) {
  for (;;) {
    const [message] = await once(child, 'message');
    if (message.kind === kind) return message;
  }
}

async function run(reads) {
  const target = fork(new URL('targets/service.mjs', import.meta.url));
  const load = fork(new URL('idle-load.mjs', import.meta.url));
  const { port, path } = await answer(target, 'ready');
  load.send({ kind: 'open', port, path, count, reads });
  await answer(load, 'open');
  target.send({ kind: 'start', rate });
  target.send({ kind: 'mark' });
  await pause(seconds * 1000);
  target.send({ kind: 'measure' });
  const { rss } = await answer(target, 'cost');
  target.send({ kind: 'stop' });
  const last = rate * seconds * 0.9;
  if (!reads) load.send({ kind: 'resume' });
  let counted;
  for (let tries = 0; tries < 240; tries += 1) {
    await pause(500);
    load.send({ kind: 'count' });
    const next = await answer(load, 'count');
    const isDone = next.leastLast >= last && next.leastLast === counted?.leastLast;
    counted = next;
    if (isDone) break;
  }
  load.send({ kind: 'close' });
  target.kill();
  return { reads, rssMiB: Math.round(rss / 2 ** 20), ...counted };
}

const reading = await run(true);
const stalled = await run(false);
const perReaderKb = Math.round(((stalled.rssMiB - reading.rssMiB) * 1024) / count);
const result = { count, rate, seconds, reading, stalled, perReaderKb };
console.log(result);
const file = new URL(`results/backpressure-${new Date().toISOString().slice(0, 10)}.json`, import.meta.url);
writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
process.exit();
