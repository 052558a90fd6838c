import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../tooling/planted-project.js';

const oldBuildMs = 3_600_000;

/** Something that is built from files of the project. */
export interface Build {
  readonly name: string;
  /** Files and folders, below the project's root: everything that a build reads, but packages. */
  readonly sources: readonly string[];
  /** Builds into a folder. */
  readonly into: (folder: string) => void;
}

/**
 * What is built of the sources of now, where no other test has built it before.
 * @returns its folder, to be read only
 */
export function cachedBuild({ name, sources, into }: Build): string {
  const cache = join(projectRoot, '.cache', name);
  const folder = join(cache, digestOf(['package-lock.json', ...sources]));
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  removeOldBuilds(cache);
  const partial = `${folder}.${process.pid}`;
  try {
    into(partial);
    renameSync(partial, folder);
  } catch (error) {
    // Unless another test process was faster.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

/** Those of sources that have changed since; young ones may be another test's. */
function removeOldBuilds(cache: string): void {
  for (const build of readdirSync(cache).map((name) => join(cache, name))) {
    const madeMs = statSync(build, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - madeMs > oldBuildMs) rmSync(build, { recursive: true, force: true });
  }
}

function digestOf(sources: readonly string[]): string {
  const digest = createHash('sha256');
  for (const file of sources.flatMap((source) => filesIn(join(projectRoot, source))).sort())
    digest.update(file).update(readFileSync(file));
  return digest.digest('hex').slice(0, 16);
}

function filesIn(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map(({ parentPath, name }) => join(parentPath, name));
}
