import type { Telemetry, UnreadableTopic } from '../../domain/ports/telemetry.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import type { MetadataResponse } from './kafka-calls.js';
import { KafkaError, meaningOf } from './kafka-errors.js';
import { KafkaFailure, shortNameOf } from './kafka-failure.js';

/** Leaders move often, so problems that may pass are reported only after this long. */
const passingMs = 5_000;
/** A topic that nobody has requested for this long is no longer watched. */
const concernMs = 60_000;
const leaderNotAvailable = 5;

interface Trouble {
  readonly error: unknown;
  readonly sinceMs: number;
}

interface WatchedTopic {
  /** By what has the problem: the topic itself, the leader of a partition, or its reads. */
  readonly troubles: Map<string, Trouble>;
  told: UnreadableTopic | undefined;
  askedMs: number;
}

/** Tracks which topics cannot be read, and reports once when that or the reason changes. */
export class TopicWatch {
  readonly #topics = new Map<string, WatchedTopic>();

  constructor(private readonly telemetry: Telemetry) {}

  /** The reported topics that could not be read when they were last tried. */
  get unreadable(): readonly UnreadableTopic[] {
    return [...this.#topics.values()].flatMap(({ told }) => told ?? []);
  }

  /** Processes a metadata response. */
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

  /** Records a failed read. If a broker does not respond, that is not a problem of the topic: health reports it. */
  failed({ topic, partition }: TopicPartition, error: unknown): void {
    if (error === undefined || error instanceof KafkaFailure) return;
    if (error instanceof KafkaError && (error.meaning === 'absent' || error.meaning === 'out-of-range'))
      return;
    this.#note(topic, `read ${partition}`, error);
  }

  /** Records a successful read. */
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

/** Returns the problem to look at first; `undefined` while all of them may pass soon. */
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
