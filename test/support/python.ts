import { execFile, spawn, spawnSync } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { installMs, testTimeoutMs } from './limits.js';

const run = promisify(execFile);
const scripts = join(__dirname, '..', 'python');
const cache = join(__dirname, '..', '..', '.cache');

/** Enough to install the clients once. */
export const pythonStartTimeoutMs = testTimeoutMs;

/**
 * Tests that need Python. Without one that can make a virtual environment they are reported as skipped, by name; with
 * `REQUIRE_PYTHON=1` they fail.
 */
export function describePython(name: string, tests: () => void): void {
  const { status } = spawnSync('python3', ['-c', 'import ensurepip, venv'], { stdio: 'ignore' });
  if (status === 0) describe(name, tests);
  else if (process.env['REQUIRE_PYTHON'] !== '1') describe.skip(name, tests);
  else {
    it(name, () => {
      throw new Error('REQUIRE_PYTHON is 1, and there is no python3 with the module venv');
    });
  }
}

/** A process of Python that runs programs, one after another, without their pauses. */
export class PythonPrograms {
  private readonly waiting: {
    readonly resolve: (lines: readonly string[]) => void;
    readonly reject: (error: Error) => void;
  }[] = [];
  private readonly ended: Promise<void>;
  private words = '';

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    createInterface({ input: child.stdout }).on('line', (line) =>
      this.waiting.shift()?.resolve(JSON.parse(line) as string[]),
    );
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.words += text));
    // What cannot be written any more shows as the end of the process.
    child.stdin.on('error', () => undefined);
    this.ended = new Promise((resolve) =>
      child.on('close', () => {
        for (const { reject } of this.waiting.splice(0)) reject(new Error(`Python ended: ${this.words}`));
        resolve();
      }),
    );
  }

  /** @param python the interpreter, with the packages that they need */
  static start(python: string): PythonPrograms {
    // What a machine has as its proxy is not for its own loopback interface.
    const env = { ...process.env, NO_PROXY: '*', no_proxy: '*', PYWIKIBOT_DIR: cache };
    return new PythonPrograms(spawn(python, [join(scripts, 'run-programs.py')], { env }));
  }

  /** Runs a program until it prints a certain line. @returns all lines that it printed */
  run(code: string, until: string): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.child.stdin.write(`${JSON.stringify({ code, until })}\n`);
    });
  }

  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

/**
 * Installs packages where they are not cached yet; several test processes may ask at once.
 * @param name of a file of requirements in `test/python`
 * @returns the interpreter that has them
 */
export async function pythonWith(name: string): Promise<string> {
  const requirements = join(scripts, name);
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 16);
  const environment = join(cache, `python-${digest}`);
  const python = join('bin', 'python');
  if (existsSync(environment)) return join(environment, python);
  const partial = `${environment}.${process.pid}`;
  await run('python3', ['-m', 'venv', partial]);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  await run(join(partial, python), install, { timeout: installMs });
  try {
    renameSync(partial, environment);
  } catch {
    rmSync(partial, { recursive: true, force: true });
  }
  return join(environment, python);
}
