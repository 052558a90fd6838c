import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';

/**
 * A shell's program: ends what it runs gracefully when it reads a line, and kills it when its input ends: by `kill`, or
 * because the test process died, however it did.
 */
const guard = '"$@" & child=$!; if read line; then kill $child; else kill -9 $child; fi; wait $child';

/** A process that does not outlive the test, and can be started again. What it writes is appended to a file. */
export class GuardedProcess {
  #child: ChildProcess | undefined;

  constructor(
    private readonly command: readonly string[],
    private readonly logFile: string,
  ) {}

  start(): void {
    const log = openSync(this.logFile, 'a');
    this.#child = spawn('sh', ['-c', guard, 'sh', ...this.command], { stdio: ['pipe', log, log] });
    closeSync(log);
  }

  /** Ends it as a power cut would, so that nothing can wait for it. */
  kill(): Promise<void> {
    return this.#end();
  }

  /** Asks it to shut down, and waits until it has. */
  shutDown(): Promise<void> {
    return this.#end('\n');
  }

  async #end(line?: string): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return;
    const exited = once(child, 'exit');
    child.stdin?.end(line);
    await exited;
  }
}
