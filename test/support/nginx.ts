import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port.js';

const startTimeoutMs = 15_000;
const pollMs = 20;
/** Debian's package is in a folder that only root's `PATH` has. */
const searchPath = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`;
const portMark = '{port}';

/**
 * Tests that need nginx. Without one they are reported as skipped, by name; with `REQUIRE_NGINX=1` they fail.
 */
export function describeNginx(name: string, tests: () => void): void {
  const env = { ...process.env, PATH: searchPath };
  const { status } = spawnSync('nginx', ['-v'], { stdio: 'ignore', env });
  if (status === 0) describe(name, tests);
  else if (process.env['REQUIRE_NGINX'] !== '1') describe.skip(name, tests);
  else {
    it(name, () => {
      throw new Error('REQUIRE_NGINX is 1, and there is no nginx');
    });
  }
}

/** A process of nginx in a folder of its own, on a free port of the loopback interface. */
export class Nginx {
  private readonly ended: Promise<void>;
  private words = '';
  private hasEnded = false;

  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly folder: string,
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

  /** Resolves when it takes connections. @param http what stands in `http {}`; `listen 127.0.0.1:{port};` in its server */
  static async start(http: string): Promise<Nginx> {
    const deadlineMs = Date.now() + startTimeoutMs;
    for (;;) {
      const nginx = await Nginx.spawn(http);
      while (!nginx.hasEnded && Date.now() < deadlineMs) {
        if (await takesConnections(nginx.port)) return nginx;
        await wait(pollMs);
      }
      await nginx.stop();
      // Somebody else may have taken the port meanwhile; then there are others.
      if (Date.now() >= deadlineMs || !nginx.words.includes('Address already in use')) {
        throw new Error(`nginx did not start: ${nginx.words}`);
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

  private static async spawn(http: string): Promise<Nginx> {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), 'eventstreams-nginx-'));
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, configuration(folder, http.replaceAll(portMark, String(port))));
    const child = spawn('nginx', ['-p', folder, '-c', file, '-e', 'stderr'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, PATH: searchPath },
    });
    return new Nginx(port, child, folder);
  }
}

/** One process in the foreground that writes to its folder only; the rest is what nginx does by default. */
function configuration(folder: string, http: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `  ${name}_temp_path ${join(folder, name)};`,
  );
  const lines = [
    ...['daemon off;', 'master_process off;', `pid ${join(folder, 'pid')};`, 'error_log stderr;'],
    ...['events {}', 'http {', '  access_log off;', ...temporary, http, '}', ''],
  ];
  return lines.join('\n');
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
