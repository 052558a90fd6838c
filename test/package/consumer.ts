import { execFileSync, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { builtPage } from '../support/built-page.js';
import { compiledService } from '../support/built-service.js';
import { projectRoot } from '../tooling/planted-project.js';

const tsc = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');

/** A project that has nothing but what it installs: the package as `npm pack` makes it, and a program of its own. */
export class Consumer {
  /** What is in the package, by path. */
  readonly packed: readonly string[];
  private readonly folder = mkdtempSync(join(tmpdir(), 'consumer-'));
  private readonly children: ChildProcess[] = [];

  /** Builds, packs and installs, from npm's cache as far as that has it. */
  constructor(programs: Readonly<Record<string, string>>) {
    const { tarball, files } = this.pack();
    this.packed = files;
    const { peerDependencies } = manifest();
    const own = ['@nestjs/common', '@nestjs/core'].map((name) => [name, peerDependencies[name]] as const);
    this.write({
      'package.json': JSON.stringify({
        dependencies: Object.fromEntries([...own, ['eventstreams', tarball]]),
      }),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          module: 'nodenext',
          target: 'es2023',
          strict: true,
          exactOptionalPropertyTypes: true,
          experimentalDecorators: true,
          emitDecoratorMetadata: true,
          skipLibCheck: false,
          types: ['node'],
        },
        files: Object.keys(programs),
      }),
      ...programs,
    });
    const quick = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
    execFileSync('npm', ['install', ...quick], { cwd: this.folder, stdio: 'pipe' });
    mkdirSync(join(this.folder, 'node_modules/@types'), { recursive: true });
    symlinkSync(
      join(projectRoot, 'node_modules/@types/node'),
      join(this.folder, 'node_modules/@types/node'),
      'dir',
    );
  }

  /** What the compiler has against the programs; nothing where they compile. */
  compile(): string {
    try {
      execFileSync(process.execPath, [tsc, '-p', this.folder], { cwd: this.folder, encoding: 'utf8' });
      return '';
    } catch (error) {
      return (error as { readonly stdout: string }).stdout;
    }
  }

  /** Starts a program that stays. @returns the first line that it prints */
  run(program: string): Promise<string> {
    return this.firstLine(process.execPath, [program]);
  }

  /** Starts the command of the package, as npx does. @returns the line of its log that has this message */
  async command(args: readonly string[], message: string): Promise<Readonly<Record<string, unknown>>> {
    const isIt = (line: string): boolean => line.includes(`"msg":"${message}"`);
    return JSON.parse(
      await this.firstLine(join('node_modules', '.bin', 'eventstreams'), args, isIt),
    ) as Readonly<Record<string, unknown>>;
  }

  private async firstLine(
    command: string,
    args: readonly string[],
    isIt: (line: string) => boolean = () => true,
  ): Promise<string> {
    const child = spawn(command, args, {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.children.push(child);
    try {
      for await (const line of createInterface(child.stdout)) if (isIt(line)) return line;
    } finally {
      // What it prints later must not fill the pipe.
      child.stdout.resume();
    }
    throw new Error(`${command} ended without the line that was waited for`);
  }

  /** Runs the suites of a file as Jest does. @returns what it says of them */
  test(file: string): string {
    const jest = join(projectRoot, 'node_modules', 'jest', 'bin', 'jest.js');
    const args = [
      '--rootDir',
      this.folder,
      '--testMatch',
      `**/${file}`,
      '--testPathIgnorePatterns',
      'staged',
    ];
    const { stdout, stderr } = spawnSync(process.execPath, [jest, ...args], {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, JEST_WORKER_ID: undefined },
    });
    return stdout + stderr;
  }

  async remove(): Promise<void> {
    for (const child of this.children) {
      if (child.exitCode !== null) continue;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Beside the work tree, whose `dist` is another's. */
  private pack(): { readonly tarball: string; readonly files: readonly string[] } {
    const staged = join(this.folder, 'staged');
    const dist = join(staged, 'dist');
    cpSync(compiledService(), dist, { recursive: true });
    execFileSync(process.execPath, ['scripts/build-contracts.mjs', dist], { cwd: projectRoot });
    cpSync(builtPage(), join(dist, 'ui'), { recursive: true });
    for (const name of ['package.json', 'README.md', 'LICENSE'])
      cpSync(join(projectRoot, name), join(staged, name));
    const said = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--loglevel=error'], {
      cwd: staged,
      encoding: 'utf8',
    });
    const [made] = JSON.parse(said) as [{ filename: string; files: { path: string }[] }];
    return { tarball: `file:staged/${made.filename}`, files: made.files.map(({ path }) => path) };
  }

  private write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.folder, name), text);
  }
}

function manifest(): { readonly peerDependencies: Readonly<Record<string, string>> } {
  return JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as ReturnType<typeof manifest>;
}
