import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../tooling/planted-project.js';
import { stepMs } from '../support/limits.js';

const cache = join(projectRoot, '.cache');

/**
 * A shell's program: what it becomes is killed, with all that runs for it, when its input ends: also where the test
 * process died.
 */
const guard = 'exec 3<&0; (cat <&3; kill -KILL 0) > /dev/null 2>&1 & exec "$@" 3<&- < /dev/null';

/** A program in a process of its own, which writes a line for each event. */
export class RunningProgram {
  /** Whole lines so far; only a line feed ends one. */
  lines: readonly string[] = [];
  /** What it wrote on standard error so far. */
  complaints = '';
  private readonly ended: Promise<void>;
  private text = '';
  private hasEnded = false;
  private isLate = false;
  private wake: () => void = () => undefined;

  private constructor(
    private readonly child: ChildProcess,
    folder: string,
  ) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.text += text;
      this.lines = this.text.split('\n').slice(0, -1);
      this.wake();
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.complaints += text;
      this.wake();
    });
    child.on('exit', () => child.stdin?.end());
    this.ended = new Promise((resolve) =>
      child.on('close', () => {
        rmSync(folder, { recursive: true, force: true });
        this.hasEnded = true;
        this.wake();
        resolve();
      }),
    );
  }

  /**
   * @param command what runs it: the interpreter and its arguments; the file comes last
   * @param name of the file, whose extension may tell what is in it
   */
  static start(command: readonly string[], name: string, code: string): RunningProgram {
    mkdirSync(cache, { recursive: true });
    // Below the project, where its packages are found.
    const folder = mkdtempSync(join(cache, 'program-'));
    const file = join(folder, name);
    writeFileSync(file, code);
    // Of its own group: a shell's programs end with it. What a machine has as its proxy is not for its own loopback
    // interface.
    const child = spawn('sh', ['-c', guard, 'sh', ...command, file], {
      cwd: folder,
      detached: true,
      stdio: 'pipe',
      env: { ...process.env, NO_PROXY: '*', no_proxy: '*', PYTHONUNBUFFERED: '1', PYWIKIBOT_DIR: folder },
    });
    return new RunningProgram(child, folder);
  }

  /** Waits for what it writes. @throws {Error} with what it wrote, where it ends before or takes too long */
  async until(isThere: (lines: readonly string[]) => boolean): Promise<readonly string[]> {
    const timer = setTimeout(() => this.late(), stepMs);
    while (!isThere(this.lines) && !this.hasEnded && !this.isLate) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    clearTimeout(timer);
    if (isThere(this.lines)) return this.lines;
    throw new Error(
      `The program ${this.isLate ? 'hangs' : 'ended'}; it wrote: ${this.text}\n${this.complaints}`,
    );
  }

  /** Waits for it to end by itself. @returns all that it wrote */
  async untilEnd(): Promise<string> {
    await this.until(() => this.hasEnded);
    return this.text;
  }

  /** Ends it as Ctrl-C would, with what it runs. */
  async stop(): Promise<void> {
    if (!this.hasEnded) process.kill(-(this.child.pid ?? 0), 'SIGINT');
    const timer = setTimeout(() => {
      if (!this.hasEnded) process.kill(-(this.child.pid ?? 0), 'SIGKILL');
    }, 3000);
    await this.ended;
    clearTimeout(timer);
  }

  private late(): void {
    this.isLate = true;
    this.wake();
  }
}
