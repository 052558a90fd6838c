import type { EventFilter } from '../event-filter.js';
import type { Stream } from '../stream.js';

/**
 * Makes filters of what clients write.
 *
 * 1. Expressions that say the same in other words have filters of the same key, as far as it can tell.
 * 2. It refuses what cannot be evaluated at a bounded cost, and says where and why.
 * 3. A filter that cannot be evaluated on an event does not accept it.
 * 4. A filter sees of an event what is sent of it: nothing that redaction took out.
 */
export abstract class FilterCompiler {
  /**
   * @param streams whose events it is to filter
   * @throws {InvalidFilter}
   */
  abstract compile(expression: string, streams: readonly Stream[]): EventFilter;
}
