/**
 * The other end of `startChild`: answers what it is asked by kind, and ends when the bench does.
 *
 * @param {Record<string, (args: object) => unknown>} handlers
 */
export function answer(handlers) {
  process.on('disconnect', () => process.exit());
  process.on('message', async ({ id, kind, ...args }) => {
    try {
      process.send({ id, answer: (await handlers[kind](args)) ?? null });
    } catch (error) {
      process.send({ id, error: String(error?.stack ?? error) });
    }
  });
  process.send({ id: 0 });
}

/** What a stretch of time cost this process: `begin` it, then ask `cost` for CPU and wall milliseconds since. */
export function stretch() {
  let [cpu, at] = [process.cpuUsage(), performance.now()];
  return {
    begin: () => void ([cpu, at] = [process.cpuUsage(), performance.now()]),
    cost: () => {
      const { user, system } = process.cpuUsage(cpu);
      return { cpuMs: (user + system) / 1000, wallMs: performance.now() - at };
    },
  };
}
