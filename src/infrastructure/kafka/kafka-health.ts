import type { Telemetry } from '../../domain/ports/telemetry.js';
import { BrokerWatch, describe } from './broker-watch.js';
import { shortNameOf } from './kafka-failure.js';
import type { KafkaFailure } from './kafka-failure.js';
import type { BrokerAddress } from './kafka-settings.js';
import { TopicWatch } from './topic-watch.js';

/** Whether Kafka responds, for a health indicator. */
export interface KafkaState {
  /** Whether Kafka responded to the last metadata request, unless brokers were tried and none was reached. */
  readonly up: boolean;
  /** Whether Kafka has ever responded. */
  readonly hasAnswered: boolean;
  /** Why it does not respond, or what cannot be read: sentences without hosts and secrets. */
  readonly lastError?: string;
  /** The same with broker addresses: for operators, not for clients. */
  readonly operatorError?: string;
}

/** Tracks whether Kafka responds, and warns once when that or the reason changes. */
export class KafkaHealth {
  readonly topics: TopicWatch;
  readonly brokers: BrokerWatch;
  #failure: string | undefined;
  #answers = false;
  #hasAnswered = false;

  constructor(private readonly telemetry: Telemetry) {
    this.topics = new TopicWatch(telemetry);
    this.brokers = new BrokerWatch(telemetry);
  }

  get state(): KafkaState {
    const { lost } = this.brokers;
    const failure = this.#failure === undefined ? [] : [this.#failure];
    const hidden = lost.map((broker) => `Cannot reach a broker that Kafka names: ${broker.failure.reason}`);
    const topics = this.topics.unreadable.map(({ topic, advice }) => `Cannot read topic ${topic}: ${advice}`);
    const errors = [...failure, ...new Set(hidden), ...topics];
    const named = [...failure, ...lost.map(describe), ...topics];
    return {
      up: this.#answers && !this.brokers.reachesNone,
      hasAnswered: this.#hasAnswered,
      ...(errors.length > 0 && { lastError: errors.join('. ') }),
      ...(lost.length > 0 && { operatorError: named.join('. ') }),
    };
  }

  /** @param brokers the addresses that Kafka advertises */
  answered(brokers: readonly BrokerAddress[]): void {
    if (this.#failure !== undefined) this.telemetry.warn('Kafka answers again');
    this.#failure = undefined;
    this.#answers = true;
    this.#hasAnswered = true;
    this.brokers.named(brokers);
  }

  failed(failure: KafkaFailure): void {
    this.brokers.silent();
    if (this.#failure === failure.message) return;
    this.#failure = failure.message;
    this.#answers = false;
    this.telemetry.warn(failure.message, { error: shortNameOf(failure) });
  }
}
