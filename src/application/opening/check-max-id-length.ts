import type { Assignment } from '../../domain/assignment.js';
import type { Limits } from '../limits.js';
import { TooManyPartitions } from '../../domain/errors.js';
import { eventIdStyle, EventIdWriter } from '../../domain/event-id.js';

/** Proxies count the whole header line, with its name. */
const headerName = 'Last-Event-ID: ';

/**
 * Refuses an assignment whose `Last-Event-ID` line could become longer than proxies accept, however far the log grows.
 *
 * @param log the log whose offsets the ids have
 *
 * @throws {TooManyPartitions}
 */
export function checkMaxIdLength(
  assignment: Assignment,
  log: string,
  { maxIdBytes, lastEventIdOffsets }: Pick<Limits, 'maxIdBytes' | 'lastEventIdOffsets'>,
): void {
  const idBytes = EventIdWriter.maxBytes(assignment, eventIdStyle(log, lastEventIdOffsets));
  const bytes = headerName.length + idBytes;
  if (bytes <= maxIdBytes) return;
  throw new TooManyPartitions(
    `Cannot open ${assignment.partitions.length} partitions at once: ` +
      `their Last-Event-ID could have ${bytes} bytes, more than ${maxIdBytes}; ask for fewer streams`,
  );
}
