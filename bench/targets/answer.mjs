/**
 * What every target says to the bench: where it listens, and what a run cost it.
 *
 * @param {{port: number, path: string, start?: (rate: number) => () => void}} target
 */
export function answerBench({ port, path, start }) {
  let stop = () => undefined;
  let cpu = process.cpuUsage();
  let at = performance.now();
  process.on('message', ({ kind, rate }) => {
    if (kind === 'start') stop = start?.(rate) ?? stop;
    if (kind === 'stop') stop();
    if (kind === 'mark') [cpu, at] = [process.cpuUsage(), performance.now()];
    if (kind === 'measure') {
      const { user, system } = process.cpuUsage(cpu);
      const { rss } = process.memoryUsage();
      process.send({ kind: 'cost', cpuMs: (user + system) / 1000, wallMs: performance.now() - at, rss });
    }
  });
  process.send({ kind: 'ready', port, path });
}
