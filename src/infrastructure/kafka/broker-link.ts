import { BrokerConnection } from './broker-connection.js';
import type { KafkaCall } from './kafka-calls.js';
import { KafkaFailure } from './kafka-failure.js';
import type { BrokerAddress, KafkaSettings } from './kafka-settings.js';
import { within } from './within.js';

/** The way to one broker for one purpose: connects when it is first used, and again after the connection has ended. */
export class BrokerLink {
  readonly #abort = new AbortController();
  #opening: Promise<BrokerConnection> | undefined;
  #connection: BrokerConnection | undefined;

  constructor(
    readonly address: BrokerAddress,
    private readonly settings: KafkaSettings,
  ) {}

  get connected(): boolean {
    return this.#connection?.ended === false;
  }

  /** @throws {KafkaFailure} */
  async send<T>(call: KafkaCall<T>, timeoutMs: number): Promise<T> {
    const startedMs = performance.now();
    const connection = await within(timeoutMs, this.#usable());
    return connection.send(call, timeoutMs - (performance.now() - startedMs));
  }

  /** Ends its connection, and what waits for it. */
  close(): void {
    this.#abort.abort();
    this.#connection?.destroy();
  }

  #usable(): Promise<BrokerConnection> {
    if (this.#abort.signal.aborted) return Promise.reject(new KafkaFailure('closed'));
    if (this.#connection?.expiring === true) this.#connection.retire();
    else if (this.#connection?.ended === false) return Promise.resolve(this.#connection);
    this.#connection = undefined;
    this.#opening ??= this.#open().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  async #open(): Promise<BrokerConnection> {
    this.#connection = await BrokerConnection.open(this.address, this.settings, this.#abort.signal);
    return this.#connection;
  }
}
