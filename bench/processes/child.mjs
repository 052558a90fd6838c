import { fork } from 'node:child_process';
import { once } from 'node:events';

/**
 * Starts a part of the bench as a process of its own, so that its costs are its own.
 *
 * @param {string} file relative to `bench/`
 * @param {{env?: Record<string, string>, execArgv?: string[]}} options
 * @returns what asks it, and what ends it at once
 */
export async function startChild(file, { env = {}, execArgv = [] } = {}) {
  const child = fork(new URL(`../${file}`, import.meta.url), { env: { ...process.env, ...env }, execArgv });
  const pending = new Map();
  let asked = 0;
  const ended = once(child, 'exit').then(() => {
    for (const { reject } of pending.values()) reject(new Error(`${file} ended before it answered`));
    pending.clear();
  });
  const ready = new Promise((resolve, reject) => pending.set(0, { resolve, reject }));
  child.on('message', ({ id, answer, error }) => {
    const { resolve, reject } = pending.get(id);
    pending.delete(id);
    if (error === undefined) resolve(answer);
    else reject(new Error(`${file}: ${error}`));
  });
  const ask = (kind, args = {}) =>
    new Promise((resolve, reject) => {
      asked += 1;
      pending.set(asked, { resolve, reject });
      child.send({ ...args, id: asked, kind }, (error) => error && reject(error));
    });
  const kill = () => {
    child.kill('SIGKILL');
    return ended;
  };
  await ready;
  return { ask, kill };
}
