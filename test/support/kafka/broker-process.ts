import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GuardedProcess } from '../guarded-process.js';
import { classPath, javaOptions } from './java-tools.js';

/** The Java process of a broker; it can be started again on the same directory and ports. */
export class BrokerProcess {
  readonly #process: GuardedProcess;
  readonly #logFile: string;

  /** @param options of Java, beside and over those that all brokers get */
  constructor(dir: string, options: readonly string[] = []) {
    const program = ['-cp', classPath, 'kafka.Kafka', join(dir, 'server.properties')];
    this.#logFile = join(dir, 'broker.log');
    this.#process = new GuardedProcess(['java', ...javaOptions, ...options, ...program], this.#logFile);
  }

  start(): void {
    this.#process.start();
  }

  /** Ends it as a power cut would, so that nothing can wait for it. */
  stop(): Promise<void> {
    return this.#process.kill();
  }

  /** The last it said, for the message of a test that could not start it. */
  lastWords(): string {
    return readFileSync(this.#logFile, 'utf8').slice(-2000);
  }
}
