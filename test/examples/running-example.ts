import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../tooling/planted-project.js';

/** An example, started by the command that it shows, on a free port. */
export class RunningExample {
  /** What it has printed. */
  output = '';
  private wake: () => void = () => undefined;

  private constructor(
    private readonly child: ChildProcess,
    private readonly source: string,
  ) {
    for (const output of [child.stdout, child.stderr]) {
      output?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        this.wake();
      });
    }
    child.once('exit', () => this.wake());
  }

  /** Resolves when it listens. @param name of its file, without the ending */
  static async start(name: string): Promise<RunningExample> {
    const source = readFileSync(join(projectRoot, 'examples', `${name}.ts`), 'utf8');
    const [, command = ''] = /^ \* {5}(npm run .+)$/m.exec(source) ?? [];
    const options = { cwd: projectRoot, env: { ...process.env, PORT: '0' }, shell: true, detached: true };
    const example = new RunningExample(spawn(command, options), source);
    await example.printed(/listening at http:\S+/);
    return example;
  }

  /** Waits until it has printed something. */
  async printed(text: RegExp): Promise<void> {
    while (!text.test(this.output)) {
      if (this.child.exitCode !== null) throw new Error(`The example ended: ${this.output}`);
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  /** The addresses that it shows, where it listens, in order. */
  get urls(): readonly string[] {
    const [, address = ''] = /listening at (http:\/\/[\d.:]+)/.exec(this.output) ?? [];
    const shown = [...this.source.matchAll(/^ \* {5}curl .*?(http:\/\/localhost:8888[^\s']*)/gm)];
    return shown.map(([, url = '']) => url.replace('http://localhost:8888', address));
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.pid === undefined) return;
    const exited = once(this.child, 'exit');
    // The shell, npm and what it runs.
    process.kill(-this.child.pid, 'SIGKILL');
    await exited;
  }
}
