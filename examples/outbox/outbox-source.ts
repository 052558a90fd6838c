import { EventSource, OffsetOutOfRange, SourceUnavailable } from 'eventstreams';
import type { Chunk, TopicPartition } from 'eventstreams';
import type { Observable } from 'rxjs';
import { defer, ignoreElements, merge, of, race, repeat, retry, tap, throwError, timer } from 'rxjs';
import type { Outbox } from './outbox.js';

/** One statement is one snapshot: what is deleted meanwhile cannot leave a hole in a chunk. */
const read = `SELECT first, next, place, at, value FROM partitions p LEFT JOIN outbox o
  ON o.topic = p.topic AND o.partition = p.partition AND place >= $3
  WHERE p.topic = $1 AND p.partition = $2 ORDER BY place LIMIT 500`;
/** Reads an outbox. */
export class OutboxSource extends EventSource {
  constructor(private readonly outbox: Outbox) {
    super();
  }

  /** A notification may be lost with its connection: a look now and then makes up for it. */
  override tail(at: TopicPartition, offset: number): Observable<Chunk> {
    return defer(() => {
      let last = { nextOffset: offset, endOffset: offset };
      let isTold = false;
      const listening = this.outbox.told.pipe(tap(() => (isTold = true)));
      const chunks = defer(() => {
        isTold = false;
        return this.fetch(at, last.nextOffset, 1_000_000);
      }).pipe(
        tap((chunk) => (last = chunk)),
        retry({
          delay: (e) => (e instanceof SourceUnavailable ? timer(500) : throwError(() => e as unknown)),
        }),
        repeat({
          delay: () => {
            const isBehind = isTold || last.nextOffset < last.endOffset;
            return isBehind ? of(true) : race(this.outbox.told, timer(1000));
          },
        }),
      );
      return merge(listening.pipe(ignoreElements()), chunks);
    });
  }

  override async fetch(at: TopicPartition, offset: number, maxBytes: number): Promise<Chunk> {
    const rows = await this.outbox.rows(read, at, offset);
    const [{ first, next }] = rows;
    if (offset < first || offset > next) throw new OffsetOutOfRange(`${offset} is not in ${first}–${next}`);
    let bytes = 0;
    const records = rows.flatMap(({ place, at: timestamp, value }) => {
      if (place === null || bytes > maxBytes) return [];
      bytes += value?.length ?? 0;
      return { offset: place, timestamp, value: value && Buffer.from(value) };
    });
    return { records, nextOffset: (records.at(-1)?.offset ?? next - 1) + 1, endOffset: next };
  }
}
