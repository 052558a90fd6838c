import type { TopicPartition } from '../topic-partition.js';
import type { Redaction } from './redactor.js';

/** What became of a record that was read. */
export type RecordOutcome = 'event' | 'tombstone' | 'undecodable' | 'withheld';

/** One read of the log: from where, for how long. */
export interface FetchReport {
  /** The broker, by its node id. */
  readonly broker: string;
  readonly durationMs: number;
  /** How long the broker asked us to wait. */
  readonly throttleMs: number;
  /** Why it failed: the vendor's short error name, never a message. */
  readonly error?: string;
}

/** Read when metrics are collected, not kept. */
export interface Gauges {
  /** Whether clients may be sent here. */
  isReady(): boolean;
  readers(): { readonly live: number; readonly catchingUp: number; readonly furthestBehindMs: number };
  windows(): Iterable<{ readonly topic: string; readonly bytes: number; readonly ageMs: number }>;
  /** For how long no canary event has come to a stream that has them and is listened to as a whole. */
  canaries(): Iterable<{ readonly stream: string; readonly ageMs: number }>;
}

/**
 * Told what happens, for metrics and the log. Never throws, never waits, and is never given a payload.
 *
 * Stream names are canonical names from the catalogue, never what a client sent.
 */
export abstract class Telemetry {
  abstract watch(gauges: Gauges): void;
  abstract recordsRead(topic: string, outcome: RecordOutcome, count: number): void;
  /** @param live whether the event was read by a feed, and not for a replay */
  abstract redacted(
    at: TopicPartition & { readonly offset: number },
    rule: Redaction['rule'],
    live: boolean,
  ): void;
  /** An event that a rule failed on. */
  abstract withheld(at: TopicPartition & { readonly offset: number }, error: unknown): void;
  abstract delivered(events: number, bytes: number): void;
  abstract readerOpened(streams: readonly string[]): void;
  abstract readerClosed(streams: readonly string[], reason: string): void;
  /** A request for a stream that was refused, by the code of its problem. */
  abstract refused(code: string): void;
  abstract fetched(report: FetchReport): void;
  /** A partition whose log broke: truncated, recreated, or its position expired. */
  abstract logBroke(at: TopicPartition & { readonly offset: number }, cause: unknown): void;
  /** Something that an operator should see, once. */
  abstract warn(message: string, details?: Readonly<Record<string, unknown>>): void;
}
