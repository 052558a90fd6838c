import { BrokerConnection } from './broker-connection.js';
import type { KafkaCall } from './kafka-calls.js';
import { KafkaFailure } from './kafka-failure.js';
import type { BrokerWatch } from './broker-watch.js';
import type { BrokerAddress, KafkaSettings } from './kafka-settings.js';
import { within } from './with-timeout.js';

/** A lazy connection to one broker for one purpose. After it has ended, the next use reconnects. */
export class BrokerLink {
  readonly #abort = new AbortController();
  #opening: Promise<BrokerConnection> | undefined;
  #connection: BrokerConnection | undefined;

  constructor(
    readonly address: BrokerAddress,
    private readonly settings: KafkaSettings,
    private readonly watch: BrokerWatch,
  ) {}

  get connected(): boolean {
    return this.#connection?.ended === false;
  }

  /** @throws {KafkaFailure} */
  async send<T>(call: KafkaCall<T>, timeoutMs: number): Promise<T> {
    const startedMs = performance.now();
    const connection = await within(timeoutMs, this.#usable());
    const sentMs = performance.now();
    try {
      const answer = await connection.send(call, timeoutMs - (sentMs - startedMs));
      this.watch.reached(this.address);
      return answer;
    } catch (error) {
      const failure = KafkaFailure.of(error);
      if (failure.kind === 'timeout') this.#failed(failure, sentMs);
      throw failure;
    }
  }

  #failed(failure: KafkaFailure, sinceMs: number): void {
    if (!this.#abort.signal.aborted) this.watch.failed(this.address, failure, sinceMs);
  }

  /** Closes the connection and rejects the requests that wait for it. */
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
    const startedMs = performance.now();
    try {
      this.#connection = await BrokerConnection.open(this.address, this.settings, this.#abort.signal);
    } catch (error) {
      this.#failed(KafkaFailure.of(error), startedMs);
      throw error;
    }
    this.watch.reached(this.address);
    return this.#connection;
  }
}
