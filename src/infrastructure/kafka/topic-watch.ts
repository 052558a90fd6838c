import type { Telemetry, UnreadableTopic } from '../../domain/ports/telemetry.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import type { MetadataResponse } from './kafka-calls.js';
import { KafkaError, meaningOf } from './kafka-errors.js';
import { KafkaFailure, shortNameOf } from './kafka-failure.js';

/** Leaders move all the time: what may pass is told of only after this long. */
const passingMs = 5_000;
/** A topic that nobody has asked about for this long concerns nobody any more. */
const concernMs = 60_000;
const leaderNotAvailable = 5;

interface Trouble {
  readonly error: unknown;
  readonly sinceMs: number;
}

interface WatchedTopic {
  /** By what is in trouble: the topic itself, where a partition is led, and how it is read. */
  readonly troubles: Map<string, Trouble>;
  told: UnreadableTopic | undefined;
  askedMs: number;
}

/** Keeps which topics cannot be read, and tells an operator once when that, or its reason, changes. */
export class TopicWatch {
  readonly #topics = new Map<string, WatchedTopic>();

  constructor(private readonly telemetry: Telemetry) {}

  /** What cannot be read, as of the last time that it was tried. */
  get unreadable(): readonly UnreadableTopic[] {
    return [...this.#topics.values()].flatMap(({ told }) => told ?? []);
  }

  /** Takes an answer of metadata in. */
  described({ topicMetadata }: MetadataResponse): void {
    const nowMs = performance.now();
    for (const { topic, topicErrorCode, partitionMetadata } of topicMetadata) {
      const meaning = meaningOf(topicErrorCode);
      if (meaning === 'absent') this.#forget(topic);
      if (meaning === 'absent') continue;
      const error = meaning === 'none' ? undefined : new KafkaError(topicErrorCode, `topic ${topic}`);
      this.#note(topic, 'topic', error);
      for (const { partitionId, leader } of partitionMetadata) {
        const about = `partition ${partitionId} of topic ${topic}`;
        this.#note(
          topic,
          `leader ${partitionId}`,
          leader < 0 ? new KafkaError(leaderNotAvailable, about) : undefined,
        );
      }
      const watched = this.#topics.get(topic);
      if (watched) watched.askedMs = nowMs;
    }
    for (const [topic, { askedMs }] of this.#topics) if (nowMs - askedMs > concernMs) this.#forget(topic);
  }

  /**
   * A partition that could not be read. That its broker does not answer is no trouble of the topic: health tells of
   * that.
   */
  failed({ topic, partition }: TopicPartition, error: unknown): void {
    if (error === undefined || error instanceof KafkaFailure) return;
    if (error instanceof KafkaError && (error.meaning === 'absent' || error.meaning === 'out-of-range'))
      return;
    this.#note(topic, `read ${partition}`, error);
  }

  /** A partition that was read. */
  read({ topic, partition }: TopicPartition): void {
    if (this.#topics.has(topic)) this.#note(topic, `read ${partition}`, undefined);
  }

  #note(topic: string, what: string, error: unknown): void {
    const nowMs = performance.now();
    const known = this.#topics.get(topic);
    if (known === undefined && error === undefined) return;
    const watched: WatchedTopic = known ?? { troubles: new Map(), told: undefined, askedMs: nowMs };
    this.#topics.set(topic, watched);
    if (error === undefined) watched.troubles.delete(what);
    else watched.troubles.set(what, { error, sinceMs: watched.troubles.get(what)?.sinceMs ?? nowMs });
    this.#tell(topic, watched);
  }

  #tell(topic: string, watched: WatchedTopic): void {
    if (watched.troubles.size === 0) {
      this.#topics.delete(topic);
      if (watched.told) this.telemetry.topicReadable(topic, true);
      return;
    }
    const worst = worstOf(topic, [...watched.troubles.values()]);
    if (!worst || worst.reason === watched.told?.reason) return;
    watched.told = worst;
    this.telemetry.topicUnreadable(worst);
  }

  #forget(topic: string): void {
    const told = this.#topics.get(topic)?.told;
    this.#topics.delete(topic);
    if (told) this.telemetry.topicReadable(topic, false);
  }
}

const advices: Readonly<Record<string, string>> = {
  not_authorized: 'not authorized; allow the service DESCRIBE and READ on it',
  unreadable: 'the broker cannot return it, or its records cannot be decoded',
  unavailable: 'Kafka has no leader for it, or the leader refuses for now; see the state of its replicas',
};
const reasons = Object.keys(advices);

/** What an operator should look at first; nothing while all may pass soon. */
function worstOf(topic: string, troubles: readonly Trouble[]): UnreadableTopic | undefined {
  const nowMs = performance.now();
  const told = troubles
    .map((trouble) => ({ ...trouble, reason: reasonOf(trouble.error) }))
    .filter(({ reason, sinceMs }) => reason !== 'unavailable' || nowMs - sinceMs >= passingMs)
    .sort((a, b) => reasons.indexOf(a.reason) - reasons.indexOf(b.reason));
  const [worst] = told;
  if (!worst) return undefined;
  const { reason, error } = worst;
  return { topic, reason, advice: advices[reason] ?? '', error: shortNameOf(error) };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof KafkaError)) return 'unreadable';
  return error.meaning === 'not-allowed'
    ? 'not_authorized'
    : error.meaning === 'unreadable'
      ? 'unreadable'
      : 'unavailable';
}
