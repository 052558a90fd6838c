/** The hard limit: `epoll.c`, compiled, in a process of its own; its costs are read from the kernel. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { answer } from '../processes/answer.mjs';

const source = fileURLToPath(new URL('epoll.c', import.meta.url));
const folder = fileURLToPath(new URL('../../.cache/', import.meta.url));
const program = `${folder}bench-epoll`;
/** What Linux counts processor time in, on every machine that there is. */
const ticksPerSecond = 100;
const pageBytes = 4096;

mkdirSync(folder, { recursive: true });
const compiled = spawnSync('cc', ['-O2', '-o', program, source], { encoding: 'utf8' });
if (compiled.status !== 0) throw new Error(`Cannot compile ${source}: ${compiled.stderr}`);
const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
const port = Number(line);

function cpuMs() {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

function rss() {
  return Number(readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ')[1]) * pageBytes;
}

let [cpuBefore, startedAt] = [cpuMs(), performance.now()];
answer({
  address: () => ({ port, path: '/' }),
  start: ({ rate }) => void child.stdin.write(`start ${rate}\n`),
  stop: () => void child.stdin.write('stop\n'),
  begin: () => void ([cpuBefore, startedAt] = [cpuMs(), performance.now()]),
  cost: () => ({
    cpuMs: cpuMs() - cpuBefore,
    wallMs: performance.now() - startedAt,
    rss: rss(),
    loopDelayP99Ms: 0,
  }),
  memory: () => ({ rss: rss(), user: rss() }),
});
