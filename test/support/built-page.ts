import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../tooling/planted-project.js';

const ui = join(projectRoot, 'ui');
const cache = join(projectRoot, '.cache', 'page');
const oldBuildMs = 3_600_000;

/**
 * The page as its sources of now build it, in a second where no other test has built it before: `dist` may be absent, or older.
 * @returns its folder, to be read only
 */
export function builtPage(): string {
  const folder = join(cache, digestOfSources());
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  removeOldBuilds();
  const partial = `${folder}.${process.pid}`;
  const vite = join(projectRoot, 'node_modules', 'vite', 'bin', 'vite.js');
  execFileSync(process.execPath, [vite, 'build', '--outDir', partial, '--logLevel', 'warn'], { cwd: ui });
  try {
    renameSync(partial, folder);
  } catch {
    // Another test process was faster.
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

/** Those of sources that have changed since; young ones may be another test's. */
function removeOldBuilds(): void {
  for (const build of readdirSync(cache).map((name) => join(cache, name))) {
    const madeMs = statSync(build, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - madeMs > oldBuildMs) rmSync(build, { recursive: true, force: true });
  }
}

/** Of all that a build reads. */
function digestOfSources(): string {
  const digest = createHash('sha256').update(readFileSync(join(projectRoot, 'package-lock.json')));
  const files = [...filesIn(ui, false), ...filesIn(join(ui, 'src'), true)].sort();
  for (const file of files) digest.update(file).update(readFileSync(file));
  return digest.digest('hex').slice(0, 16);
}

function filesIn(folder: string, recursive: boolean): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
