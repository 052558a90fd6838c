import type { EventFilter } from '../event-filter.js';
import type { Stream } from '../stream.js';

/**
 * Compiles the filters that clients write.
 *
 * 1. Equivalent expressions get filters with the same key, as far as the compiler can tell.
 * 2. It refuses expressions whose cost is not bounded, and says where and why.
 * 3. A filter that cannot be evaluated on an event does not accept it.
 * 4. A filter sees an event as it is sent, after redaction.
 */
export abstract class FilterCompiler {
  /**
   * @param streams the streams whose events are filtered
   *
   * @throws {InvalidFilter}
   */
  abstract compile(expression: string, streams: readonly Stream[]): EventFilter;
}
