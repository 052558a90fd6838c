import type { Gap } from '../../domain/gap.js';

/**
 * Formats what readers are sent: one wire format. Every result is text of whole lines. With an empty id, clients keep
 * the one they have.
 *
 * @see docs/extending.md, "A wire format", for what a binary format would change
 */
export interface Framer {
  /** Identifies the format of events; the readers of a channel share it. */
  readonly format: string;
  /** The start of the stream, with the start position; the id is empty while gaps before it are pending. */
  opening(id: string, retryMs: number): string;
  /** Lines at the start of the first block. */
  beforeFirst(retryMs: number): string;
  /** @param json the event, on one line */
  event(json: string, id: string): string;
  gap(gap: Gap, id: string): string;
  /**
   *
   * @param problem the error, as JSON
   */
  error(problem: string, id: string): string;
  /** A heartbeat, which no client takes for an event. */
  readonly heartbeat: string;
  /**
   * A heartbeat for a position that moved without events.
   *
   * @param isFar whether many records would be read again from the position of the last event
   */
  moved(id: string, isFar: boolean): string;
}
