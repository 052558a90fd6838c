import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '../support/kafka/broker-files.js';
import { guard } from '../support/kafka/broker-process.js';

const run = promisify(execFile);
const projectDir = join(__dirname, '..', '..');
const buildTimeoutMs = 120_000;

/** The service as it is deployed: built, a process of its own on a configuration file, at one port however often it starts. */
export class ServiceProcess {
  #child: ChildProcess | undefined;

  private constructor(
    private readonly dir: string,
    readonly url: string,
  ) {}

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
    const log = openSync(this.logFile, 'a');
    const args = [join(this.dir, 'dist', 'main.js'), '--config', join(this.dir, 'config.yaml')];
    this.#child = spawn('sh', ['-c', guard, 'sh', process.execPath, ...args], { stdio: ['pipe', log, log] });
    closeSync(log);
  }

  /** Ends it at once, whatever it was about to do. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return;
    const exited = once(child, 'exit');
    child.stdin?.end();
    await exited;
  }

  /** Ends it, and removes it and what it wrote. */
  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
