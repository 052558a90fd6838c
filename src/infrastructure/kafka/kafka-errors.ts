import { NotAuthorized, OffsetOutOfRange, PartitionUnavailable } from '../../domain/errors.js';
import type { EventStreamsError } from '../../domain/errors.js';
import { KafkaFailure } from './kafka-failure.js';
import { createErrorFromCode } from './kafkajs-internals.js';

/**
 * What an error code of a broker means for a topic or partition. Every answer of Kafka is taken by this table.
 *
 * | meaning        | the topic is                  | a request          | ids          | retried           | metric, health, log |
 * | -------------- | ----------------------------- | ------------------ | ------------ | ----------------- | ------------------- |
 * | `absent`       | not there, once metadata says | as of none         | `partitions: 0` | until it appears | no                |
 * | `out-of-range` | there                         | a gap              | found anew   | at once           | `log_breaks_total`  |
 * | `not-allowed`  | there, for all we know        | `not_authorized`   | keep the position | slowly          | `not_authorized`    |
 * | `not-now`      | there                         | `source_unavailable` | keep the position | with backoff  | `unavailable`       |
 * | `unreadable`   | there                         | `source_unavailable`, at once | keep the position | slowly | `unreadable`   |
 * | `without-times` | there                       | by time: none found | by offset   | not at all        | no                  |
 *
 * A request is refused only where nothing of what it asks for can be read.
 * @see docs/decisions/0016-what-each-answer-of-kafka-means.md
 */
export type Meaning = 'absent' | 'not-allowed' | 'not-now' | 'out-of-range' | 'unreadable' | 'without-times';

/**
 * By the protocol's codes; what is not here may pass, so it is `not-now`.
 * @see https://kafka.apache.org/protocol#protocol_error_codes
 */
const meanings: Readonly<Record<number, Meaning>> = {
  /** OFFSET_OUT_OF_RANGE */
  1: 'out-of-range',
  /** CORRUPT_MESSAGE */
  2: 'unreadable',
  /** UNKNOWN_TOPIC_OR_PARTITION: the only one that says so. */
  3: 'absent',
  /** INVALID_TOPIC_EXCEPTION: a name that no topic can have */
  17: 'unreadable',
  /** TOPIC_AUTHORIZATION_FAILED */
  29: 'not-allowed',
  /** GROUP_AUTHORIZATION_FAILED */
  30: 'not-allowed',
  /** CLUSTER_AUTHORIZATION_FAILED */
  31: 'not-allowed',
  /** UNSUPPORTED_VERSION */
  35: 'unreadable',
  /** INVALID_REQUEST */
  42: 'unreadable',
  /**
   * UNSUPPORTED_FOR_MESSAGE_FORMAT: the records of message format 0 have no times, so that none is found by its time.
   */
  43: 'without-times',
  /** UNSUPPORTED_COMPRESSION_TYPE */
  76: 'unreadable',
};

/** An error that a broker answered with; its message names what it is about, for logs only. */
export class KafkaError extends Error {
  readonly meaning: Meaning;
  /** The protocol's name of the error. */
  readonly type: string;

  /** @param about a topic, a partition, or a request */
  constructor(
    readonly code: number,
    about: string,
  ) {
    const { type, message } = createErrorFromCode(code);
    super(`Kafka answers ${type} for ${about}: ${message}`);
    this.name = 'KafkaError';
    this.type = type;
    this.meaning = meanings[code] ?? 'not-now';
  }
}

/** What an error code means; 0 is none. */
export function meaningOf(code: number): Meaning | 'none' {
  return code === 0 ? 'none' : (meanings[code] ?? 'not-now');
}

/**
 * Whether waiting for a moment may cure an error. What is neither Kafka's nor a connection's is a record that cannot be
 * decoded.
 */
export function mayPass(error: unknown): boolean {
  if (error instanceof KafkaError) return error.meaning === 'not-now' || error.meaning === 'absent';
  return error === undefined || error instanceof KafkaFailure;
}

/** What readers of a partition are told of an error that will not pass by itself, or has not for long. */
export function failureOf(error: unknown): EventStreamsError {
  if (error instanceof KafkaError && error.meaning === 'not-allowed') {
    return new NotAuthorized({ cause: error });
  }
  if (error instanceof KafkaError && error.meaning === 'out-of-range') {
    return new OffsetOutOfRange('Cannot read the partition: the log does not hold the offset', {
      cause: error,
    });
  }
  return new PartitionUnavailable('Cannot read the log: it does not answer in time', { cause: error });
}
