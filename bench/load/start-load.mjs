import { startChild } from '../processes/child.mjs';

/**
 * So many of those opened together are looked at, spread over all: who is written to last counts as much as who is
 * first.
 */
const samples = 10;
/** Opened all at once. */
const fewReaders = 64;

/**
 * Readers of a stream, in processes of their own: most only count bytes, a few are looked at.
 *
 * @param {{port: number, path: string, coding?: string}} stream `{n}` in the path: the number of the reader; `coding`: the
 * `Accept-Encoding` of all
 */
export async function startLoad(stream) {
  const [bulk, sample] = await Promise.all([startChild('load/bulk.mjs'), startChild('load/sample.mjs')]);
  const both = (kind) => Promise.all([bulk.ask(kind), sample.ask(kind)]);
  return {
    /** Gives how many had their first byte within the time. */
    async open(readers, withinMs = 60_000) {
      const deadline = performance.now() + withinMs;
      const sampled = Math.min(samples, readers);
      const portions = readers < fewReaders ? 1 : sampled;
      let [opened, asked] = [0, 0];
      const ask = async (child, count) => {
        if (count === 0) return;
        const first = asked;
        asked += count;
        const left = Math.max(1, deadline - performance.now());
        const answered = await child.ask('open', { ...stream, count, first, withinMs: left });
        opened += answered.opened;
      };
      for (let n = 0; n < portions; n += 1) {
        await Promise.all([
          ask(sample, share(sampled, portions, n)),
          ask(bulk, share(readers - sampled, portions, n)),
        ]);
      }
      return opened;
    },
    probe: (everyMs) => sample.ask('probe', { ...stream, everyMs }),
    begin: () => both('begin'),
    async measure() {
      const [counted, looked] = await both('measure');
      const bytesPerSecond = (1000 * counted.bytes) / counted.wallMs + (1000 * looked.bytes) / looked.wallMs;
      return {
        bytesPerSecond,
        eventsPerSecond: looked.events === 0 ? 0 : (bytesPerSecond * looked.events) / looked.bytes,
        cpuShare: counted.cpuMs / counted.wallMs + looked.cpuMs / looked.wallMs,
        p50Ms: looked.p50Ms,
        p99Ms: looked.p99Ms,
        firstBytes: looked.firstBytes,
      };
    },
    close: () => Promise.all([bulk.kill(), sample.kill()]),
  };
}

/** The nth of some nearly equal parts. */
function share(total, parts, n) {
  return Math.floor((total * (n + 1)) / parts) - Math.floor((total * n) / parts);
}
