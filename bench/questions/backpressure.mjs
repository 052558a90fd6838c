import { setTimeout as pause } from 'node:timers/promises';
import { against, rounded } from '../figures.mjs';
import { startLoad } from '../load/start-load.mjs';
import { startChild } from '../processes/child.mjs';
import { startTarget } from '../start-target.mjs';

export const name = 'backpressure';
export const question =
  'What do readers cost that never read, and do they get everything when they read again?';

const readers = 200;
/** Enough to fill what the kernel holds for a socket many times over. */
const eventsPerSecond = 1000;

export async function run(bench) {
  const seconds = bench.isQuick ? 10 : 30;
  const alone = await beside(bench, 0, seconds);
  const together = await beside(bench, readers, seconds);
  const each = (key) => rounded((together.held[key] - alone.held[key]) / readers / 1000);
  const row = { ...together.row, userKBEach: each('user'), rssKBEach: each('rss') };
  return [alone.row, against(row, '≤ 100 kB each more in user space', row.userKBEach <= 100)];
}

/** As many readers as ever, beside some that never read. */
async function beside(bench, stalledCount, seconds) {
  const target = await startTarget(bench, 'memory', { gc: true });
  const [load, stalled] = await Promise.all([startLoad(target.stream), startChild('load/stalled.mjs')]);
  try {
    await load.open(readers);
    await stalled.ask('open', { ...target.stream, count: stalledCount });
    await target.feed(eventsPerSecond);
    await pause(seconds * 1000);
    const held = await target.ask('memory');
    const { p99Ms } = await load.measure();
    await target.rest();
    const last = Math.floor(eventsPerSecond * seconds * 0.9);
    const resumed = await stalled.ask('readUpTo', { last });
    const row = {
      subject: target.name,
      reading: readers,
      neverReading: stalledCount,
      eventsPerSecond,
      seconds,
      p99Ms: rounded(p99Ms),
      rssMiB: Math.round(held.rss / 2 ** 20),
      userMiB: Math.round(held.user / 2 ** 20),
      ...(stalledCount > 0 && {
        caughtUpSeconds: rounded(resumed.ms / 1000),
        missing: resumed.missing,
        repeated: resumed.repeated,
      }),
    };
    return { row: bench.say(row), held };
  } finally {
    await Promise.all([load.close(), stalled.kill()]);
    await target.end();
  }
}
