import type { TopicPartition } from '../topic-partition.js';
import type { Redaction } from './redactor.js';

/** What became of a record that was read. */
export type RecordOutcome = 'event' | 'tombstone' | 'undecodable' | 'withheld';

/** One read of the log: from where, for how long. */
export interface FetchReport {
  /** The broker, by its node id. */
  readonly broker: string;
  /** From the request to its answer. */
  readonly durationMs: number;
  /** How long the broker asked us to wait. */
  readonly throttleMs: number;
  /** Why it failed: the vendor's short error name, never a message. */
  readonly error?: string;
}

/** A topic that cannot be read, or partitions of it. */
export interface UnreadableTopic {
  /** Its name. */
  readonly topic: string;
  /** A short name from a closed list: what kind of trouble it is. */
  readonly reason: string;
  /** What there is to do about it, for an operator: one sentence. */
  readonly advice: string;
  /** Why: the vendor's short error name, never a message. */
  readonly error: string;
}

/** Read when metrics are collected, not kept. */
export interface Gauges {
  /** Whether clients may be sent here. */
  isReady(): boolean;
  /** The readers that are open. */
  readers(): ReaderGauges;
  /** What is held in memory, by partition. */
  windows(): Iterable<WindowGauges>;
  /** For how long no canary event has come to a stream that has them and is listened to as a whole. */
  canaries(): Iterable<CanaryGauges>;
  /** How many choices of partitions are read at a time, each framed on its own. */
  assignments(): number;
  /** Look-ups of single records in the log. */
  lookUps(): LookUpGauges;
}

/** Look-ups of single records, which find the positions where requests start. */
export interface LookUpGauges {
  /** The log has been asked. */
  readonly underWay: number;
  /** For their turn. */
  readonly waiting: number;
}

/** The readers that are open. */
export interface ReaderGauges {
  /** At the head of all they read. */
  readonly live: number;
  /** All others. */
  readonly catchingUp: number;
  /** Age of what the slowest of these is to be sent next; 0 where there is none. */
  readonly furthestBehindMs: number;
}

/** The recent past of one partition. */
export interface WindowGauges {
  /** Its topic. */
  readonly topic: string;
  /** The memory that its events take. */
  readonly bytes: number;
  /** How far back it reaches. */
  readonly ageMs: number;
}

/** A stream that has canary events. */
export interface CanaryGauges {
  /** Its name. */
  readonly stream: string;
  /** For how long none has come. */
  readonly ageMs: number;
}

/**
 * Told what happens, for metrics and the log. Never throws, never waits, and is never given a payload.
 *
 * Stream names are canonical names from the catalogue, never what a client sent.
 */
export abstract class Telemetry {
  /** Gives what is to be read when metrics are collected; once, at the start. */
  abstract watch(gauges: Gauges): void;
  /** Records of a topic that were read, replays included. */
  abstract recordsRead(topic: string, outcome: RecordOutcome, count: number): void;
  /**
   * An event of which something was removed.
   * @param live whether the event was read by a feed, and not for a replay
   */
  abstract redacted(
    at: TopicPartition & { readonly offset: number },
    rule: Redaction['rule'],
    live: boolean,
  ): void;
  /** An event that a rule failed on. */
  abstract withheld(at: TopicPartition & { readonly offset: number }, error: unknown): void;
  /**
   * Events written to clients, each as often as it was written.
   * @param bytes before compression
   * @param sentBytes as sent, without the framing of HTTP
   */
  abstract delivered(events: number, bytes: number, sentBytes: number): void;
  /** Time that filters took which clients wrote, in milliseconds. */
  abstract filtered(ms: number): void;
  /** A stream that was opened, of one or more streams of the catalogue. */
  abstract readerOpened(streams: readonly string[]): void;
  /** A stream that ended, and why. */
  abstract readerClosed(streams: readonly string[], reason: string): void;
  /** A request for a stream that was refused, by the code of its problem. */
  abstract refused(code: string): void;
  /** A read of the log. */
  abstract fetched(report: FetchReport): void;
  /** A partition whose log broke: truncated, recreated, or its position expired. */
  abstract logBroke(at: TopicPartition & { readonly offset: number }, cause: unknown): void;
  /** A topic that cannot be read, or is so for another reason than before; told once. */
  abstract topicUnreadable(topic: UnreadableTopic): void;
  /**
   * A topic that was told to be unreadable, and is not any more.
   * @param read whether it was read; otherwise it is nobody's any more
   */
  abstract topicReadable(topic: string, read: boolean): void;
  /** Something that an operator should see, once. */
  abstract warn(message: string, details?: Readonly<Record<string, unknown>>): void;
}
