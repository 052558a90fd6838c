import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';

/** What figures depend on, beside the code. */
export function describeMachine() {
  return {
    cpu: cpus()[0].model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    openFiles: openFiles(),
    loadAverageBefore: loadavg().map((load) => Number(load.toFixed(2))),
    commit: commit(),
  };
}

/** How many files one process may have open: Node raises its limit to what is allowed. */
function openFiles() {
  try {
    const [, hard] = /^Max open files\s+\d+\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
    return Number(hard);
  } catch {
    return 10_500;
  }
}

function commit() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}
