import { setMaxListeners } from 'node:events';
import type { Telemetry } from '../../domain/ports/telemetry.js';
import { KafkaCluster } from './kafka-cluster.js';
import { KafkaHealth } from './kafka-health.js';
import type { KafkaState } from './kafka-health.js';
import type { KafkaSettings } from './kafka-settings.js';
import { KafkaTails } from './kafka-tails.js';
import { LeaderCalls } from './leader-calls.js';

/** What the Kafka adapters share: the ways to the brokers. Nothing is connected before something is asked for. */
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
    // Every question that waits for its next try listens: more than ten at a time are no leak.
    setMaxListeners(0, this.#abort.signal);
    this.#health = new KafkaHealth(telemetry);
    this.cluster = new KafkaCluster(settings, this.#health);
    this.leaders = new LeaderCalls(this.cluster, settings.requestTimeoutMs, this.#abort.signal);
    this.tails = new KafkaTails(this.cluster, settings, telemetry);
  }

  /** Whether Kafka answers; as of the last time that it was asked something. */
  state(): KafkaState {
    return this.#health.state;
  }

  /** Ends all tails silently and fails what is asked for; leaves no socket and no timer behind. */
  close(): void {
    this.#abort.abort();
    this.tails.close();
    this.cluster.close();
  }
}
