import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '../support/kafka/broker-files.js';
import { GuardedProcess } from '../support/guarded-process.js';

const run = promisify(execFile);
const projectDir = join(__dirname, '..', '..');
const buildTimeoutMs = 120_000;

/** The service as it is deployed: built, a process of its own on a configuration file, at one port however often it starts. */
export class ServiceProcess {
  readonly #process: GuardedProcess;

  private constructor(
    private readonly dir: string,
    readonly url: string,
  ) {
    const args = [join(dir, 'dist', 'main.js'), '--config', join(dir, 'config.yaml')];
    this.#process = new GuardedProcess([process.execPath, ...args], this.logFile);
  }

  /** Builds it, within the project so that it finds its packages. @param config keys of the configuration file */
  static async build(
    streams: Readonly<Record<string, object>>,
    config: Readonly<Record<string, unknown>>,
  ): Promise<ServiceProcess> {
    const cache = join(projectDir, '.cache');
    mkdirSync(cache, { recursive: true });
    const dir = mkdtempSync(join(cache, 'torture-'));
    const compiler = join(projectDir, 'node_modules', 'typescript', 'bin', 'tsc');
    const into = ['--outDir', join(dir, 'dist'), '--tsBuildInfoFile', join(dir, 'build-info.json')];
    const options = { cwd: projectDir, timeout: buildTimeoutMs };
    await run(process.execPath, [compiler, '-p', 'tsconfig.json', ...into], options).catch(
      (error: unknown) => {
        rmSync(dir, { recursive: true });
        throw error;
      },
    );
    const { plain: port } = await freePorts();
    writeFileSync(join(dir, 'streams.json'), JSON.stringify(streams));
    const file = {
      port,
      interface: '127.0.0.1',
      drain_ms: 1,
      stream_config_uri: join(dir, 'streams.json'),
      ...config,
    };
    writeFileSync(join(dir, 'config.yaml'), JSON.stringify(file));
    return new ServiceProcess(dir, `http://127.0.0.1:${port}`);
  }

  /** What it and those before it wrote. */
  get logFile(): string {
    return join(this.dir, 'service.log');
  }

  start(): void {
    this.#process.start();
  }

  /** Ends it at once, whatever it was about to do. */
  kill(): Promise<void> {
    return this.#process.kill();
  }

  /** Ends it, and removes it and what it wrote. */
  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
