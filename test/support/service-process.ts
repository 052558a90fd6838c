import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepLog } from './service-log.js';

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The service as a process of its own, on a free port of the loopback interface, with the sample's log in memory. */
export class ServiceProcess {
  /** How it ended, once it has. */
  readonly ended: Promise<ProcessEnd>;
  private log = '';
  private wake: () => void = () => undefined;

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    for (const output of [child.stdout, child.stderr]) {
      output?.setEncoding('utf8').on('data', (text: string) => {
        this.log += text;
        keepLog(text);
        this.wake();
      });
    }
    this.ended = new Promise((resolve) =>
      child.on('close', (code, signal) => {
        rmSync(folder, { recursive: true, force: true });
        resolve({ code, signal });
        this.wake();
      }),
    );
  }

  /**
   * Resolves when it listens.
   * @param config keys of the configuration file
   * @param limits `maxFiles`: how many files it may have open; `node`: options of Node
   */
  static async start(
    main: string,
    config: Readonly<Record<string, unknown>>,
    { maxFiles, node = [] }: { readonly maxFiles?: number; readonly node?: readonly string[] } = {},
  ): Promise<ServiceProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'eventstreams-'));
    const file = join(folder, 'config.json');
    const sample = 'kafka' in config ? {} : { sample_events_per_second: 20, sample_history_ms: 600_000 };
    writeFileSync(file, JSON.stringify({ port: 0, interface: '127.0.0.1', ...sample, ...config }));
    const stdio = ['ignore', 'pipe', 'pipe'] as const;
    const command = [process.execPath, ...node, main, '--config', file];
    // The shell becomes the service.
    const bounded = ['sh', '-c', `ulimit -n ${maxFiles}; exec "$@"`, 'sh', ...command];
    const [program = '', ...args] = maxFiles === undefined ? command : bounded;
    const service = new ServiceProcess(spawn(program, args, { stdio: [...stdio] }), folder);
    while (service.url === undefined) {
      if (service.child.exitCode !== null) throw new Error(`The service ended: ${service.log}`);
      await new Promise<void>((resolve) => (service.wake = resolve));
    }
    return service;
  }

  /** Sends it a signal that it goes on after. */
  tell(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Where it listens, once its log says so. */
  get url(): string | undefined {
    return /"url":"([^"]*)".*"msg":"listening"/.exec(this.log)?.[1];
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** What it has written so far. */
  get logText(): string {
    return this.log;
  }

  /** @returns how it ended by that */
  signal(name: NodeJS.Signals): Promise<ProcessEnd> {
    this.child.kill(name);
    return this.ended;
  }
}
