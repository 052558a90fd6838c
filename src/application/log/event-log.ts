import type { EventSource } from '../../domain/ports/event-source.js';
import type { OffsetResolver } from '../../domain/ports/offset-resolver.js';
import type { Dependency } from '../dependency.js';

/**
 * A log as the service reads it: both ports on one connection, and so replaced together or not at all.
 *
 * One that has something to close implements Nest's `OnApplicationShutdown`: it is called once all readers have ended.
 */
export abstract class EventLog {
  /** Reads its records. */
  abstract readonly source: EventSource;
  /** Knows its bounds, and where times are in it. */
  abstract readonly offsets: OffsetResolver;
  /** What its health is told by; absent: it is not told. */
  declare readonly dependency?: Dependency;
}
