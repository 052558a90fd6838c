import type { EventSource } from '../../domain/ports/event-source.js';
import type { OffsetResolver } from '../../domain/ports/offset-resolver.js';
import type { Dependency } from '../dependency.js';

/**
 * A log: both ports on one connection, which are replaced together. To close resources, implement Nest's
 * `OnApplicationShutdown`: it is called after all readers have ended.
 */
export abstract class EventLog {
  /** Reads its records. */
  abstract readonly source: EventSource;
  /** Looks up its bounds, and offsets by time. */
  abstract readonly offsets: OffsetResolver;
  /** What its health is told by; absent: it is not told. */
  declare readonly dependency?: Dependency;
}
