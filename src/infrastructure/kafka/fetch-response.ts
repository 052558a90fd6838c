import { ByteReader } from './byte-reader.js';

/**
 * A transaction that was rolled back: the producer's records from an offset to its abort marker are not to be given.
 */
export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
}

/** What a broker says of one partition. */
export interface FetchedPartition {
  readonly topic: string;
  readonly partition: number;
  /** 0 where it was read. */
  readonly errorCode: number;
  readonly lastStableOffset: number;
  readonly aborted: readonly AbortedTransaction[];
  /** Record batches, undecoded; a view of the response. */
  readonly batches: Buffer;
}

/** A whole answer to a fetch. */
export interface FetchResponse {
  readonly throttleMs: number;
  readonly errorCode: number;
  readonly partitions: readonly FetchedPartition[];
}

/**
 * Takes a fetch response of version 4 to 11 apart. kafkajs' own decoder fails the whole answer for one partition's
 * error, and forgets where batches end, so that an offset could never move past what compaction has removed.
 * @see https://kafka.apache.org/protocol#The_Messages_Fetch
 */
export function decodeFetchResponse(payload: Buffer, version: number): FetchResponse {
  const reader = new ByteReader(payload);
  const throttleMs = reader.int32();
  const errorCode = version >= 7 ? reader.int16() : 0;
  if (version >= 7) reader.int32();
  const partitions = reader.array(() => {
    const topic = reader.string();
    return reader.array(() => decodePartition(reader, topic, version));
  });
  return { throttleMs, errorCode, partitions: partitions.flat() };
}

function decodePartition(reader: ByteReader, topic: string, version: number): FetchedPartition {
  const partition = reader.int32();
  const errorCode = reader.int16();
  reader.int64();
  const lastStableOffset = reader.int64();
  if (version >= 5) reader.int64();
  const aborted = reader.array(() => ({ producerId: reader.int64(), firstOffset: reader.int64() }));
  if (version >= 11) reader.int32();
  const batches = reader.slice(Math.max(0, reader.int32()));
  return { topic, partition, errorCode, lastStableOffset, aborted, batches };
}
