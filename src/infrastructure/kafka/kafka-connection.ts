import { setMaxListeners } from 'node:events';
import type { Telemetry } from '../../domain/ports/telemetry.js';
import { KafkaCluster } from './kafka-cluster.js';
import { KafkaHealth } from './kafka-health.js';
import type { KafkaState } from './kafka-health.js';
import type { KafkaSettings } from './kafka-settings.js';
import { KafkaTails } from './kafka-tails.js';
import { LeaderCalls } from './leader-calls.js';

/** The connection to Kafka that the adapters share. No socket is opened before the first request. */
export class KafkaConnection {
  readonly cluster: KafkaCluster;
  readonly leaders: LeaderCalls;
  readonly tails: KafkaTails;
  readonly #health: KafkaHealth;
  readonly #abort = new AbortController();

  constructor(
    readonly settings: KafkaSettings,
    telemetry: Telemetry,
  ) {
    // Each call that waits for a retry adds a listener, so more than ten are not a leak.
    setMaxListeners(0, this.#abort.signal);
    this.#health = new KafkaHealth(telemetry);
    this.cluster = new KafkaCluster(settings, this.#health);
    this.leaders = new LeaderCalls(this.cluster, settings.requestTimeoutMs, this.#abort.signal);
    this.tails = new KafkaTails(this.cluster, settings, telemetry);
  }

  /** Returns whether Kafka responds, as of the last request. */
  state(): KafkaState {
    return this.#health.state;
  }

  /** Ends all tails silently, rejects pending requests, and closes all sockets and timers. */
  close(): void {
    this.#abort.abort();
    this.tails.close();
    this.cluster.close();
  }
}
