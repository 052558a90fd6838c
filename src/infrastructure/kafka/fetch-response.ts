import { ByteReader } from './byte-reader.js';

/** An aborted transaction: the producer's records from `firstOffset` to its abort marker must not be returned. */
export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
}

/** The response for one partition. */
export interface FetchedPartition {
  readonly topic: string;
  readonly partition: number;
  /** 0 if there is no error. */
  readonly errorCode: number;
  readonly lastStableOffset: number;
  readonly aborted: readonly AbortedTransaction[];
  /** Encoded record batches; a view of the response. */
  readonly batches: Buffer;
}

/** The response to a fetch. */
export interface FetchResponse {
  readonly throttleMs: number;
  readonly errorCode: number;
  readonly partitions: readonly FetchedPartition[];
}

/**
 * Decodes a fetch response of version 4 to 11. kafkajs' own decoder rejects the whole response for an error of one
 * partition, and drops where batches end, so that an offset could never move past what compaction has removed.
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
