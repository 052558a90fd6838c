import { ServiceProcess } from '../support/service-process.js';
import type { ProcessEnd } from '../support/service-process.js';
import { untilOk } from './kafka-streams.js';

/** One of several instances of the service: a process that comes back at the same port, and knows of no other. */
export class ReplicasInstance {
  private process: ServiceProcess | undefined;

  constructor(
    readonly port: number,
    private readonly main: string,
    private readonly config: Readonly<Record<string, unknown>>,
  ) {}

  /** Resolves when it is ready to be sent clients. */
  async start(): Promise<void> {
    this.process = await ServiceProcess.start(this.main, { ...this.config, port: this.port });
    await untilOk(`http://127.0.0.1:${this.port}/health/ready`);
  }

  /** @returns how it ended by that */
  async signal(name: NodeJS.Signals): Promise<ProcessEnd | undefined> {
    return this.process?.signal(name);
  }
}
