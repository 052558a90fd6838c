import type { TopicPartition } from '../topic-partition.js';
import type { Redaction } from './redactor.js';

/** The outcome of a record that was read. */
export type RecordOutcome = 'event' | 'tombstone' | 'undecodable' | 'withheld';

/** A read of the log: from which broker, and how long it took. */
export interface FetchReport {
  /** The node id of the broker. */
  readonly broker: string;
  /** The time from the request to the response. */
  readonly durationMs: number;
  /** How long the broker asked the service to wait. */
  readonly throttleMs: number;
  /** Why it failed: the short error name of the vendor, never a message. */
  readonly error?: string;
}

/** A topic that cannot be read, or some of its partitions. */
export interface UnreadableTopic {
  /** Its name. */
  readonly topic: string;
  /** The kind of problem, from a closed list of short names. */
  readonly reason: string;
  /** What an operator can do about it, in one sentence. */
  readonly advice: string;
  /** The cause: the short error name of the vendor, never a message. */
  readonly error: string;
}

/** Values that are read when metrics are collected. */
export interface Gauges {
  /** Whether the instance is ready for clients. */
  isReady(): boolean;
  /** The open readers. */
  readers(): ReaderGauges;
  /** The recent events in memory, by partition. */
  windows(): Iterable<WindowGauges>;
  /** The time since the last canary event of each stream that has canary events and is read completely. */
  canaries(): Iterable<CanaryGauges>;
  /** How many different assignments are read; events are framed once for each. */
  assignments(): number;
  /** Look-ups of single records in the log. */
  lookUps(): LookUpGauges;
}

/** Look-ups of single records, to find the start positions of requests. */
export interface LookUpGauges {
  /** Look-ups in progress. */
  readonly underWay: number;
  /** Look-ups that wait for their turn. */
  readonly waiting: number;
}

/** The readers that are open. */
export interface ReaderGauges {
  /** Readers at the head of all their partitions. */
  readonly live: number;
  /** All other readers. */
  readonly catchingUp: number;
  /** The age of the next event of the slowest of these readers; 0 if there are none. */
  readonly furthestBehindMs: number;
}

/** The recent events of one partition. */
export interface WindowGauges {
  /** Its topic. */
  readonly topic: string;
  /** The memory of its events. */
  readonly bytes: number;
  /** The age of its oldest event. */
  readonly ageMs: number;
}

/** A stream that has canary events. */
export interface CanaryGauges {
  /** Its name. */
  readonly stream: string;
  /** The time since the last one. */
  readonly ageMs: number;
}

/**
 * Receives what happens, for metrics and the log. Its methods never throw, never wait, and never receive a payload.
 *
 * Stream names are canonical names from the catalogue, never what a client sent.
 */
export abstract class Telemetry {
  /** Provides the values that are read when metrics are collected; called once, at the start. */
  abstract watch(gauges: Gauges): void;
  /** Records of a topic that were read, including replays. */
  abstract recordsRead(topic: string, outcome: RecordOutcome, count: number): void;
  /**
   * An event from which something was removed.
   *
   * @param live whether the event was read by a feed, and not for a replay
   */
  abstract redacted(
    at: TopicPartition & { readonly offset: number },
    rule: Redaction['rule'],
    live: boolean,
  ): void;
  /** An event that was withheld because a rule failed on it. */
  abstract withheld(at: TopicPartition & { readonly offset: number }, error: unknown): void;
  /**
   * Events written to clients, counted once for each client.
   *
   * @param bytes before compression
   *
   * @param sentBytes as sent, without chunked encoding
   */
  abstract delivered(events: number, bytes: number, sentBytes: number): void;
  /** The time that clients' filters took, in milliseconds. */
  abstract filtered(ms: number): void;
  /** A connection that was opened, with its streams. */
  abstract readerOpened(streams: readonly string[]): void;
  /** A connection that was closed, and why. */
  abstract readerClosed(streams: readonly string[], reason: string): void;
  /** A request that was refused, by the code of its problem. */
  abstract refused(code: string): void;
  /** A read of the log. */
  abstract fetched(report: FetchReport): void;
  /** A partition whose log broke: truncated, recreated, or its position expired. */
  abstract logBroke(at: TopicPartition & { readonly offset: number }, cause: unknown): void;
  /** A topic that cannot be read, or whose reason has changed; called once for each reason. */
  abstract topicUnreadable(topic: UnreadableTopic): void;
  /**
   * A topic that is no longer unreadable.
   *
   * @param read whether it was read; `false`: no stream uses it any more
   */
  abstract topicReadable(topic: string, read: boolean): void;
  /** A message for operators, called once for each. */
  abstract warn(message: string, details?: Readonly<Record<string, unknown>>): void;
}
