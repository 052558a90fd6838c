import type { Gap } from '../../domain/gap.js';

/**
 * Writes what readers are sent, in one format. Every text is whole lines; with an empty id, a client keeps the one it
 * has.
 */
export interface Framer {
  /** Names the format of events; the readers of a channel share it. */
  readonly format: string;
  /**
   * What comes first, with the position that reading starts from; empty while gaps before it are still to be announced.
   */
  opening(id: string, retryMs: number): string;
  /** What stands in the first block, before its other lines. */
  beforeFirst(retryMs: number): string;
  /** @param json the event, on one line */
  event(json: string, id: string): string;
  gap(gap: Gap, id: string): string;
  /** @param problem what the client is told, as JSON */
  error(problem: string, id: string): string;
  /** A sign of life that no client takes for an event. */
  readonly heartbeat: string;
  /**
   * The same, for a position that moved although nothing was sent.
   * @param isFar whether it would take long to read again from the position of the last event
   */
  moved(id: string, isFar: boolean): string;
}
