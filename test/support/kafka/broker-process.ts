import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classPath, javaOptions } from './java-tools.js';

/** A shell's program: kills what it runs when its input ends: by `stop`, or because the test process died, however it did. */
export const guard = '"$@" & child=$!; cat > /dev/null; kill -9 $child; wait $child';

/** The Java process of a broker; it can be started again on the same directory and ports. */
export class BrokerProcess {
  #child: ChildProcess | undefined;

  /** @param options of Java, beside and over those that all brokers get */
  constructor(
    private readonly dir: string,
    private readonly options: readonly string[] = [],
  ) {}

  start(): void {
    const log = openSync(join(this.dir, 'broker.log'), 'a');
    const broker = [
      'java',
      ...javaOptions,
      ...this.options,
      '-cp',
      classPath,
      'kafka.Kafka',
      join(this.dir, 'server.properties'),
    ];
    this.#child = spawn('sh', ['-c', guard, 'sh', ...broker], { stdio: ['pipe', log, log] });
    closeSync(log);
  }

  /** Ends it as a power cut would, so that nothing can wait for it. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return;
    const exited = once(child, 'exit');
    child.stdin?.end();
    await exited;
  }

  /** The last it said, for the message of a test that could not start it. */
  lastWords(): string {
    return readFileSync(join(this.dir, 'broker.log'), 'utf8').slice(-2000);
  }
}
