import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { answer, stretch } from '../processes/answer.mjs';

/**
 * What every target says to the bench: where it listens, what a stretch cost it, and what it holds.
 *
 * @param {{port: number, path: string, start?: (rate: number) => () => void, traffic?: () => unknown}} target
 *   `start` makes it its own source of events
 */
export function answerAsTarget({ port, path, start, traffic }) {
  const measured = stretch();
  const loop = monitorEventLoopDelay({ resolution: 10 });
  let stop = () => undefined;
  answer({
    address: () => ({ port, path }),
    start: ({ rate }) => void (stop = start(rate)),
    stop: () => stop(),
    begin: ({ watchLoop }) => {
      if (watchLoop) loop.enable();
      loop.reset();
      measured.begin();
    },
    cost: () => ({
      ...measured.cost(),
      rss: process.memoryUsage.rss(),
      // The monitor's own resolution is part of each delay it notes.
      loopDelayP99Ms: Math.max(0, loop.percentile(99) / 1e6 - 10),
    }),
    memory,
    traffic,
  });
}

/** Bytes held, after garbage has gone where `--expose-gc` lets it: of the process, and of the program in it. */
async function memory() {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await pause(200);
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, user: heapUsed + external };
}
