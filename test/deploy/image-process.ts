import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { ProcessEnd } from '../support/service-process.js';
import { keepLog } from '../support/service-log.js';
import type { BuiltImage } from './built-image.js';

/**
 * A command of an image as a process: in its folder, with its environment alone, and as its user where the tests may
 * choose one.
 */
export class ImageProcess {
  /** How it ended, once it has. */
  readonly ended: Promise<ProcessEnd>;
  /** What it has written so far. */
  words = '';
  #wake: () => void = () => undefined;

  private constructor(private readonly child: ChildProcess) {
    for (const output of [child.stdout, child.stderr]) {
      output?.setEncoding('utf8').on('data', (text: string) => {
        this.words += text;
        keepLog(text);
        this.#wake();
      });
    }
    this.ended = new Promise((resolve) =>
      child.on('close', (code, signal) => {
        resolve({ code, signal });
        this.#wake();
      }),
    );
  }

  static start(
    image: BuiltImage,
    [command = '', ...args]: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): ImageProcess {
    const [uid, gid] = image.user;
    const child = spawn(command === 'node' ? process.execPath : command, args, {
      cwd: image.workdir,
      env: { ...image.environment, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(process.getuid?.() === 0 && { uid, gid }),
    });
    return new ImageProcess(child);
  }

  /** Waits for what it writes. @throws {Error} with what it wrote where it ends before */
  async until(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.words)) {
      if (this.child.exitCode !== null) throw new Error(`The process ended: ${this.words}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** @returns how it ended by that */
  signal(name: NodeJS.Signals): Promise<ProcessEnd> {
    this.child.kill(name);
    return this.ended;
  }
}
