import type { Assignment } from '../../domain/assignment.js';
import type { Limits } from '../limits.js';
import { TooManyPartitions } from '../../domain/errors.js';
import type { EventIdStyle } from '../../domain/event-id.js';
import { eventIdStyle, EventIdWriter } from '../../domain/event-id.js';

/** Proxies count the whole header line, with its name. */
const headerName = 'Last-Event-ID: ';

/** The lengths of assignments that many clients share. */
const lengths = new WeakMap<Assignment, { readonly log: string | undefined; readonly bytes: number }>();

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
  const idBytes = maxIdLength(assignment, eventIdStyle(log, lastEventIdOffsets));
  const bytes = headerName.length + idBytes;
  if (bytes <= maxIdBytes) return;
  throw new TooManyPartitions(
    `Cannot open ${assignment.partitions.length} partitions at once: ` +
      `their Last-Event-ID could have ${bytes} bytes, more than ${maxIdBytes}; ask for fewer streams`,
  );
}

function maxIdLength(assignment: Assignment, style: EventIdStyle): number {
  const known = lengths.get(assignment);
  if (known && known.log === style.log) return known.bytes;
  const bytes = EventIdWriter.maxBytes(assignment, style);
  lengths.set(assignment, { log: style.log, bytes });
  return bytes;
}
