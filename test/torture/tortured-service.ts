import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuiltService } from '../support/built-service.js';
import { GuardedProcess } from '../support/guarded-process.js';
import { freePorts } from '../support/kafka/broker-files.js';

/**
 * The service as it is deployed: built, a process of its own on a configuration file, at one port however often it
 * starts.
 */
export class TorturedService {
  readonly #process: GuardedProcess;

  private constructor(
    private readonly built: BuiltService,
    private readonly dir: string,
    readonly url: string,
  ) {
    const command = [process.execPath, built.main, '--config', join(dir, 'config.yaml')];
    this.#process = new GuardedProcess(command, this.logFile);
  }

  /** @param config keys of the configuration file */
  static async build(
    streams: Readonly<Record<string, object>>,
    config: Readonly<Record<string, unknown>>,
  ): Promise<TorturedService> {
    const { plain: port } = await freePorts();
    const built = BuiltService.build();
    const dir = mkdtempSync(join(tmpdir(), 'torture-'));
    writeFileSync(join(dir, 'streams.json'), JSON.stringify(streams));
    const file = {
      port,
      interface: '127.0.0.1',
      drain_ms: 1,
      stream_config_uri: join(dir, 'streams.json'),
      ...config,
    };
    writeFileSync(join(dir, 'config.yaml'), JSON.stringify(file));
    return new TorturedService(built, dir, `http://127.0.0.1:${port}`);
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
    this.built.remove();
  }
}
