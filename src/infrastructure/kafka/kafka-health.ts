import type { Telemetry } from '../../domain/ports/telemetry.js';
import { shortNameOf } from './kafka-failure.js';
import type { KafkaFailure } from './kafka-failure.js';

/** Whether Kafka answers, for a health indicator. */
export interface KafkaState {
  /** Whether it answered when it was last asked. */
  readonly up: boolean;
  /** Whether it has ever answered. */
  readonly hasAnswered: boolean;
  /** Why it does not: a sentence without hosts and secrets. */
  readonly lastError?: string;
}

/** Keeps whether Kafka answers, and tells an operator once when that, or its reason, changes. */
export class KafkaHealth {
  #state: KafkaState = { up: false, hasAnswered: false };

  constructor(private readonly telemetry: Telemetry) {}

  get state(): KafkaState {
    return this.#state;
  }

  answered(): void {
    if (this.#state.up) return;
    if (this.#state.lastError !== undefined) this.telemetry.warn('Kafka answers again');
    this.#state = { up: true, hasAnswered: true };
  }

  failed(failure: KafkaFailure): void {
    if (!this.#state.up && this.#state.lastError === failure.message) return;
    this.#state = { up: false, hasAnswered: this.#state.hasAnswered, lastError: failure.message };
    this.telemetry.warn(failure.message, { error: shortNameOf(failure) });
  }
}
