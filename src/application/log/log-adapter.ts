import type { EventSource } from '../../domain/ports/event-source.js';
import type { OffsetResolver } from '../../domain/ports/offset-resolver.js';
import type { DependencyProbe } from '../dependency-probe.js';

/**
 * An adapter of a log such as Kafka: both ports on one connection, which are replaced together. To close resources, implement Nest's
 * `OnApplicationShutdown`: it is called after all readers have ended.
 */
export abstract class LogAdapter {
  /** Reads its records. */
  abstract readonly source: EventSource;
  /** Looks up its bounds, and offsets by time. */
  abstract readonly offsets: OffsetResolver;
  /** Reports its health; absent: it is not in the health report. */
  declare readonly dependency?: DependencyProbe;
}
