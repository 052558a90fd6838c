import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../tooling/planted-project.js';
import { builtPage } from './built-page.js';

/** The sources of now as they are shipped: `dist` may be absent, or older. */
export class BuiltService {
  private constructor(private readonly folder: string) {}

  /** Compiles, in some seconds, without a check of types and without the page. */
  static build(): BuiltService {
    const cache = join(projectRoot, '.cache');
    mkdirSync(cache, { recursive: true });
    // Below the project, where its packages are found.
    const folder = mkdtempSync(join(cache, 'built-'));
    const tsc = join(projectRoot, 'node_modules', 'typescript', 'bin', 'tsc');
    const options = ['--noCheck', '--incremental', 'false', '--tsBuildInfoFile', 'null'];
    const built = new BuiltService(folder);
    try {
      execFileSync(process.execPath, [tsc, '-p', projectRoot, '--outDir', built.dist, ...options]);
    } catch (error) {
      built.remove();
      throw error;
    }
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
