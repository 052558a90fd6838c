import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { projectRoot } from '../tooling/planted-project.js';
import { readStages, valuesOf } from './dockerfile.js';
import type { Stage } from './dockerfile.js';

/**
 * What the Dockerfile builds, made without Docker: every COPY and RUN of it is done, in a folder for each stage, with
 * the Node of this machine instead of its base image's.
 */
export class BuiltImage {
  private constructor(
    private readonly folder: string,
    private readonly stage: Stage,
  ) {}

  /**
   * Takes a minute, and packages from npm's cache where it has them.
   * @throws {Error} with what a command said that failed
   */
  static build(): BuiltImage {
    const stages = readStages(readFileSync(join(projectRoot, 'Dockerfile'), 'utf8'));
    const folder = mkdtempSync(join(tmpdir(), 'eventstreams-image-'));
    const last = stages.at(-1)!;
    const image = new BuiltImage(folder, last);
    try {
      // Open to all, as an image is.
      chmodSync(folder, 0o755);
      for (const [index, stage] of stages.entries())
        buildStage(stage, join(folder, nameOf(stage, index)), folder);
    } catch (error) {
      image.remove();
      throw error;
    }
    return image;
  }

  /** Where commands run. */
  get workdir(): string {
    const [workdir = '/'] = valuesOf(this.stage, 'WORKDIR');
    return join(this.folder, 'last', workdir);
  }

  get command(): readonly string[] {
    return execForm(valuesOf(this.stage, 'CMD')[0]);
  }

  get healthCheck(): readonly string[] {
    const [, command] = (valuesOf(this.stage, 'HEALTHCHECK')[0] ?? '').split(' CMD ');
    return execForm(command);
  }

  /** Who commands run as: a user and a group, by number. */
  get user(): readonly [user: number, group: number] {
    const [user, group] = (valuesOf(this.stage, 'USER')[0] ?? '').split(':').map(Number);
    return [user!, group!];
  }

  get environment(): Readonly<Record<string, string>> {
    return environmentOf(this.stage);
  }

  /** Every file, with its size and when it was last written. */
  files(): readonly string[] {
    const entries = readdirSync(this.workdir, { recursive: true, encoding: 'utf8' });
    return entries.map((path) => {
      const { size, mtimeMs } = statSync(join(this.workdir, path));
      return `${path} ${size} ${mtimeMs}`;
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** @throws {Error} for the form that a shell would run, which keeps signals to itself */
function execForm(value = ''): readonly string[] {
  if (!value.startsWith('[')) throw new Error(`Not in exec form: ${value}`);
  return JSON.parse(value) as readonly string[];
}

function nameOf({ name }: Stage, index: number): string {
  return name ?? (index === 0 ? 'first' : 'last');
}

function environmentOf(stage: Stage): Readonly<Record<string, string>> {
  return Object.fromEntries(valuesOf(stage, 'ENV').map((pair) => pair.split('=') as [string, string]));
}

function buildStage(stage: Stage, root: string, folder: string): void {
  let workdir = root;
  mkdirSync(root);
  for (const { keyword, value } of stage.instructions) {
    if (keyword === 'WORKDIR') mkdirSync((workdir = join(root, value)), { recursive: true });
    if (keyword === 'COPY') copy(value, workdir, folder);
    if (keyword === 'RUN') run(value, workdir, environmentOf(stage));
  }
}

function copy(value: string, workdir: string, folder: string): void {
  const words = value.split(/\s+/);
  const [, from] = /^--from=(.*)/.exec(words[0] ?? '') ?? [];
  const sources = words.slice(from === undefined ? 0 : 1, -1);
  const into = join(workdir, words.at(-1)!);
  const many = words.at(-1)!.endsWith('/');
  for (const source of sources) {
    const path = from === undefined ? join(projectRoot, source) : join(folder, from, source);
    const ignored = from === undefined ? ignoredBy(source) : undefined;
    cpSync(path, many ? join(into, basename(path)) : into, {
      recursive: true,
      verbatimSymlinks: true,
      ...(ignored && { filter: (each) => !ignored.includes(each) }),
    });
  }
}

/** What of a source Docker does not see. @throws {Error} where it does not see the source itself */
function ignoredBy(source: string): readonly string[] {
  const lines = readFileSync(join(projectRoot, '.dockerignore'), 'utf8').split('\n');
  const [top = ''] = source.split('/');
  if (!lines.includes('*') || !lines.includes(`!${top}`))
    throw new Error(`.dockerignore leaves out ${source}`);
  return lines.filter((line) => /^\w/.test(line)).map((line) => join(projectRoot, line));
}

function run(command: string, cwd: string, environment: Readonly<Record<string, string>>): void {
  // The tests' own NODE_ENV is not the image's; `undefined` leaves it out.
  const env = { ...process.env, NODE_ENV: undefined, ...environment, npm_config_prefer_offline: 'true' };
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed: ${stdout}${stderr}`);
}
