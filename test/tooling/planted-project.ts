import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Where this project is. */
export const projectRoot = resolve(__dirname, '../..');

/** What a command said and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
}

/** A project in a temporary folder, for tools to find something wrong with. */
export class PlantedProject {
  private readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'planted-')));

  /** @param files path → content */
  constructor(files: Readonly<Record<string, string>>) {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }

  /** Runs a script of this project's, or of what it has installed, in the folder. */
  node(script: string, ...args: readonly string[]): Ended {
    const { status, stdout } = spawnSync(process.execPath, [join(projectRoot, script), ...args], {
      cwd: this.folder,
      env: { ...process.env, JEST_WORKER_ID: undefined },
      encoding: 'utf8',
    });
    return { code: status, stdout };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
