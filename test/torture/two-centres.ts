import type { TopicPartition } from '../../src/domain/topic-partition.js';
import { partitionKey } from '../../src/domain/topic-partition.js';
import type { Random } from '../../src/infrastructure/memory/sample/random.js';
import { RawStream } from '../support/sse-client.js';

/** A record that is in the log of both data centres, or padding of one alone. */
export interface CentreRecord {
  /** Of an event; `undefined`: a tombstone, which takes an offset and is never sent. */
  readonly n: number | undefined;
  readonly timestamp: number;
}

/** A data centre: a log, and the service that reads it. */
export interface Centre {
  readonly url: string;
  /** Appends records to a partition, in their order. */
  write(at: TopicPartition, records: readonly CentreRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** What is in the log of one centre, by partition. */
export type Contents = readonly (readonly CentreRecord[])[];

/** Of the topic in both centres. */
export const partitionCount = 2;

const beganMs = 1_700_000_000_000;
const bursts = 12;

/**
 * The same events for both centres: bursts within one millisecond, and single events.
 * @param skewMs by how much times may go back
 */
export function sharedEvents(random: Random, skewMs: number): Contents {
  let n = 0;
  return Array.from({ length: partitionCount }, () => {
    let now = beganMs;
    return Array.from({ length: bursts }, () => {
      now += random.integer(1, 5);
      const timestamp = now - random.integer(0, skewMs);
      const size = random.chance(0.5) ? 1 : random.integer(2, 8);
      return Array.from({ length: size }, () => ({ n: (n += 1), timestamp }));
    }).flat();
  });
}

/** The events as one centre has them: at other offsets, for what stands before and between them, within bursts too. */
export function padded(random: Random, events: Contents, before: number): Contents {
  return events.map((records) => [
    ...Array.from({ length: before }, () => ({ n: undefined, timestamp: beganMs - 3_600_000 })),
    ...records.flatMap((record) =>
      random.chance(0.2) ? [{ n: undefined, timestamp: record.timestamp }, record] : [record],
    ),
  ]);
}

/**
 * What one gets who asks a centre for everything from a time on, by partition: from its first record of that time or
 * later.
 */
export function eventsFrom(contents: Contents, times: readonly number[]): readonly (readonly number[])[] {
  return contents.map((records, partition) => {
    const first = records.findIndex(({ timestamp }) => timestamp >= (times[partition] ?? 0));
    return numbersOf(first < 0 ? [] : records.slice(first));
  });
}

/** The events among records. */
export function numbersOf(records: readonly CentreRecord[]): readonly number[] {
  return records.flatMap(({ n }) => (n === undefined ? [] : [n]));
}

/** One event as it was received, and the id that came with it. */
export interface Got {
  readonly partition: number;
  readonly n: number;
  readonly id: string;
}

/** Reads from an id, or all there is without, until so many events have come. */
export async function readFrom(
  centre: Centre,
  id: string | undefined,
  count: number,
): Promise<readonly Got[]> {
  const headers = id === undefined ? {} : { 'last-event-id': id };
  const stream = await RawStream.open(
    `${centre.url}/v2/stream/edit${id === undefined ? '?since=0' : ''}`,
    headers,
  );
  await stream.until(({ events }) => events.length >= count);
  stream.close();
  const gaps = stream.blocks.filter(({ event }) => event === 'gap');
  if (gaps.length > 0) throw new Error(`There is a gap: ${gaps[0]?.data ?? ''}`);
  return stream.events.map(({ id: own = '', data = '' }) => {
    const { n, meta } = JSON.parse(data) as { readonly n: number; readonly meta: TopicPartition };
    return { partition: meta.partition, n, id: own };
  });
}

/** Events by partition, in the order in which they came. */
export function byPartition(got: readonly Got[]): readonly (readonly number[])[] {
  return Array.from({ length: partitionCount }, (_, partition) =>
    got.filter((event) => event.partition === partition).map(({ n }) => n),
  );
}

/**
 * For each partition, the time of the last record before the place of a reader that has received these events of a
 * centre.
 */
export function timesAfter(contents: Contents, got: readonly Got[]): readonly number[] {
  const received = byPartition(got);
  return contents.map((records, partition) => {
    const last = received[partition]?.at(-1);
    if (last === undefined) return 0;
    return records.find(({ n }) => n === last)?.timestamp ?? 0;
  });
}

/** Writes what a centre has. */
export async function fill(centre: Centre, topic: string, contents: Contents): Promise<void> {
  for (const [partition, records] of contents.entries()) await centre.write({ topic, partition }, records);
}

/** A name for what a reader missed or was sent too much. */
export function describeLists(lists: readonly (readonly number[])[], topic: string): Record<string, string> {
  return Object.fromEntries(
    lists.map((numbers, partition) => [partitionKey({ topic, partition }), numbers.join(' ')]),
  );
}
