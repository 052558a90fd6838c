import { NotAuthorized, OffsetOutOfRange, PartitionUnavailable } from '../../domain/errors.js';
import type { EventStreamsError } from '../../domain/errors.js';
import { KafkaFailure } from './kafka-failure.js';
import { createErrorFromCode } from './kafkajs-internals.js';

/**
 * What a broker's error code means for a topic or partition. All responses are interpreted by this table.
 *
 * | meaning         | exists  | request                       | position in ids | retry        | metric, health, log |
 * | --------------- | ------- | ----------------------------- | --------------- | ------------ | ------------------- |
 * | `absent`        | no      | as for a missing topic        | `partitions: 0` | until found  | none                |
 * | `out-of-range`  | yes     | gap                           | resolved again  | at once      | `log_breaks_total`  |
 * | `not-allowed`   | assumed | `not_authorized`              | kept            | slow         | `not_authorized`    |
 * | `not-now`       | yes     | `source_unavailable`          | kept            | with backoff | `unavailable`       |
 * | `unreadable`    | yes     | `source_unavailable`, at once | kept            | slow         | `unreadable`        |
 * | `without-times` | yes     | by time: no record found      | by offset       | never        | none                |
 *
 * A topic does not exist only if metadata says so. A request is rejected only if nothing that it requests can be read.
 * @see docs/decisions/0016-what-each-answer-of-kafka-means.md
 */
export type Meaning = 'absent' | 'not-allowed' | 'not-now' | 'out-of-range' | 'unreadable' | 'without-times';

/**
 * Meanings by protocol error code. All other codes may be temporary, so they are `not-now`.
 * @see https://kafka.apache.org/protocol#protocol_error_codes
 */
const meanings: Readonly<Record<number, Meaning>> = {
  /** OFFSET_OUT_OF_RANGE */
  1: 'out-of-range',
  /** CORRUPT_MESSAGE */
  2: 'unreadable',
  /** UNKNOWN_TOPIC_OR_PARTITION: the only code that means absent */
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
  /** UNSUPPORTED_FOR_MESSAGE_FORMAT: records of message format 0 have no timestamps, so none is found by time */
  43: 'without-times',
  /** UNSUPPORTED_COMPRESSION_TYPE */
  76: 'unreadable',
};

/** An error code that a broker returned. The message names the topic, partition or request, for logs only. */
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

/** Returns the meaning of an error code; `none` for 0. */
export function meaningOf(code: number): Meaning | 'none' {
  return code === 0 ? 'none' : (meanings[code] ?? 'not-now');
}

/**
 * Whether a retry may succeed. An error that is neither a {@link KafkaError} nor a {@link KafkaFailure} is a record
 * that cannot be decoded, now or later.
 */
export function mayPass(error: unknown): boolean {
  if (error instanceof KafkaError) return error.meaning === 'not-now' || error.meaning === 'absent';
  return error === undefined || error instanceof KafkaFailure;
}

/** Returns what readers of a partition receive for an error that will not pass by itself, or has lasted for long. */
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
