import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port.js';
import { startMs } from './limits.js';

const pollMs = 20;
/** Debian's packages are in a folder that only root's `PATH` has. */
const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin` };
const portMark = '{port}';

/** A proxy that may be installed. */
export interface ProxyProgram {
  readonly command: string;
  /** What runs it in the foreground. @param folder it may write to @param file its configuration */
  readonly args: (folder: string, file: string) => readonly string[];
  /** The whole file. @param text what a test gave, its port in place */
  readonly configuration: (folder: string, text: string) => string;
  /** What it says of a port that somebody else has. */
  readonly portTaken: string;
}

/** Tests that need a proxy. Without one they are reported as skipped, by name; with `REQUIRE_…=1` they fail. */
export function describeProxy({ command }: ProxyProgram, name: string, tests: () => void): void {
  const variable = `REQUIRE_${command.toUpperCase()}`;
  const { status } = spawnSync(command, ['-v'], { stdio: 'ignore', env });
  if (status === 0) describe(name, tests);
  else if (process.env[variable] !== '1') describe.skip(name, tests);
  else {
    it(name, () => {
      throw new Error(`${variable} is 1, and there is no ${command}`);
    });
  }
}

/** A process of a proxy in a folder of its own, on a free port of the loopback interface. */
export class ProxyProcess {
  private readonly ended: Promise<void>;
  private words = '';
  private hasEnded = false;

  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
    folder: string,
  ) {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.words += text));
    this.ended = new Promise((resolve) =>
      child.on('close', () => {
        this.hasEnded = true;
        rmSync(folder, { recursive: true, force: true });
        resolve();
      }),
    );
  }

  /** Resolves when it takes connections. @param text of its configuration, with `{port}` where it listens */
  static async start(program: ProxyProgram, text: string): Promise<ProxyProcess> {
    const deadlineMs = Date.now() + startMs;
    for (;;) {
      const proxy = await ProxyProcess.spawn(program, text);
      while (!proxy.hasEnded && Date.now() < deadlineMs) {
        if (await takesConnections(proxy.port)) return proxy;
        await wait(pollMs);
      }
      await proxy.stop();
      // Somebody else may have taken the port meanwhile; then there are others.
      if (Date.now() >= deadlineMs || !proxy.words.includes(program.portTaken)) {
        throw new Error(`${program.command} did not start: ${proxy.words}`);
      }
    }
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended;
  }

  private static async spawn(program: ProxyProgram, text: string): Promise<ProxyProcess> {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), `eventstreams-${program.command}-`));
    const file = join(folder, 'proxy.conf');
    writeFileSync(file, program.configuration(folder, text.replaceAll(portMark, String(port))));
    const child = spawn(program.command, program.args(folder, file), {
      stdio: ['ignore', 'ignore', 'pipe'],
      env,
    });
    return new ProxyProcess(port, child, folder);
  }
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
