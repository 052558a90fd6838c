import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Socket } from 'node:net';
import { BuiltService } from '../support/built-service.js';
import { MetricsPage } from '../support/metrics.js';
import { ServiceProcess } from '../support/service-process.js';

/** What a process holds. */
export interface Holdings {
  readonly fileDescriptors: number;
  /** Of the heap and of buffers, in bytes. */
  readonly memory: number;
}

const ticksPerSecond = 100;
const collector = join(__dirname, 'collect-garbage.cjs');

/** The service as it is shipped, in a process of its own: the one under attack. */
export class Victim {
  private readonly sockets: Socket[] = [];

  private constructor(
    private readonly service: ServiceProcess,
    private readonly built: BuiltService,
    readonly url: string,
  ) {}

  /**
   * @param config keys of its configuration file; without `kafka`, its events are those of the sample
   * @param openFiles its limit of file descriptors
   */
  static async start(config: Readonly<Record<string, unknown>> = {}, openFiles?: number): Promise<Victim> {
    const built = BuiltService.build();
    // As much of a past as the log holds: the sample would make more, and drop it.
    const small = {
      drain_ms: 1,
      sample_history_ms: 120_000,
      memory_log_bytes: 16 * 1024 * 1024,
      window_bytes: 16 * 1024 * 1024,
    };
    const service = await ServiceProcess.start(
      built.main,
      { ...small, ...config },
      {
        node: ['--expose-gc', '--require', collector],
        ...(openFiles !== undefined && { maxFiles: openFiles }),
      },
    );
    const victim = new Victim(service, built, service.url ?? '');
    await MetricsPage.until(victim.url, (page) => page.value('eventstreams_ready') !== 0);
    return victim;
  }

  get logText(): string {
    return this.service.logText;
  }

  /** A connection to it, which the attacker writes to as it likes. */
  connect(): Socket {
    const { hostname, port } = new URL(this.url);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    // An attack may be cut short.
    socket.on('error', () => undefined);
    this.sockets.push(socket);
    return socket;
  }

  /** Connections that never read what comes, each with these bytes written to it. */
  async flood(connections: number, bytes: string): Promise<void> {
    const written = Array.from({ length: connections }, () => {
      const socket = this.connect();
      socket.pause();
      return new Promise<void>((resolve) => {
        socket.once('close', () => resolve());
        socket.write(bytes, () => resolve());
      });
    });
    await Promise.race([Promise.all(written), this.service.ended]);
  }

  /** Breaks off all connections of the attacker. */
  letGo(): void {
    for (const socket of this.sockets.splice(0)) socket.destroy();
  }

  get fileDescriptors(): number {
    return readdirSync(`/proc/${this.service.pid}/fd`).length;
  }

  /** Memory that belongs to it now, in bytes, whatever it is for. */
  get residentBytes(): number {
    const status = readFileSync(`/proc/${this.service.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  }

  /** CPU time that it has used, in milliseconds. */
  get cpuMs(): number {
    const stat = readFileSync(`/proc/${this.service.pid}/stat`, 'utf8');
    // The name of the program, in brackets, may hold spaces.
    const [user, system] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14);
    return ((Number(user) + Number(system)) * 1000) / ticksPerSecond;
  }

  /** What it holds once it has let go of what nothing refers to. */
  async holdings(): Promise<Holdings> {
    this.service.tell('SIGUSR2');
    const page = await MetricsPage.of(this.url);
    const heap = page.value('nodejs_heap_size_used_bytes') ?? NaN;
    const buffers = page.value('nodejs_external_memory_bytes') ?? NaN;
    return { fileDescriptors: this.fileDescriptors, memory: heap + buffers };
  }

  async stop(): Promise<void> {
    this.letGo();
    await this.service.signal('SIGKILL');
    this.built.remove();
  }
}
