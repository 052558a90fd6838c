import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../tooling/planted-project.js';
import { cachedBuild } from './cached-build.js';

const ui = join(projectRoot, 'ui');
const vite = join(projectRoot, 'node_modules', 'vite', 'bin', 'vite.js');

/**
 * The page as its sources of now build it: `dist` may be absent, or older.
 * @returns its folder, to be read only
 */
export function builtPage(): string {
  return cachedBuild({
    name: 'page',
    sources: ['ui'],
    into: (folder) => {
      execFileSync(process.execPath, [vite, 'build', '--outDir', folder, '--logLevel', 'warn'], { cwd: ui });
    },
  });
}
