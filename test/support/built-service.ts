import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../tooling/planted-project.js';
import { builtPage } from './built-page.js';
import { cachedBuild } from './cached-build.js';

const tsc = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');
const options = ['--noCheck', '--incremental', 'false', '--tsBuildInfoFile', 'null'];

/**
 * Compiles the sources of now, in some seconds where no other test has, without a check of types and without the page.
 * @returns the folder, to be read only
 */
export function compiledService(): string {
  return cachedBuild({
    name: 'service',
    sources: ['src', 'tsconfig.json', 'package.json'],
    into: (folder) => {
      execFileSync(process.execPath, [tsc, '-p', projectRoot, '--outDir', folder, ...options]);
    },
  });
}

/** The sources of now as they are shipped: `dist` may be absent, or older. */
export class BuiltService {
  private constructor(private readonly folder: string) {}

  /** Without the page. */
  static build(): BuiltService {
    const compiled = compiledService();
    const cache = join(projectRoot, '.cache');
    mkdirSync(cache, { recursive: true });
    // Below the project, where its packages are found; of its own, since a page may be added to it.
    const built = new BuiltService(mkdtempSync(join(cache, 'built-')));
    cpSync(compiled, built.dist, { recursive: true });
    return built;
  }

  get main(): string {
    return join(this.dist, 'main.js');
  }

  /** What starts from now on serves the page. */
  addPage(): void {
    cpSync(builtPage(), join(this.dist, 'ui'), { recursive: true });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get dist(): string {
    return join(this.folder, 'dist');
  }
}
