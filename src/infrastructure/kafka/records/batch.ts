import type { LogRecord } from '../../../domain/log-record.js';
import type { Unpacked } from './unpacked.js';
import type { Frame, FrameLength } from './frames.js';

/** A unit of a partition's log: a batch of format 2, or a message of format 0 or 1, which may wrap others. */
export interface Batch {
  /** The whole batch, as the broker sent it. */
  readonly bytes: Buffer;
  /** The offset of the first record; of the last, if messages are wrapped. */
  readonly firstOffset: number;
  /** The offset of the last record, even if compaction has removed it. */
  readonly lastOffset: number;
  /** The timestamp for records that cannot be read. */
  readonly maxTimestamp: number;
  /** The producer whose transaction the batch belongs to or ends; `undefined` outside of transactions. */
  readonly producerId: number | undefined;
  /** The transaction marker that the batch contains instead of records; `undefined` if it contains records. */
  readonly marker: 'abort' | 'other' | undefined;
  /** Whether the checksum is valid. If it is, errors in the batch are permanent. */
  isIntact(): boolean;
  /** Starts to decompress it. @throws {UnknownCodec}; a `RangeError` or the codec's error if it cannot be read */
  open(): OpenBatch | Promise<OpenBatch>;
}

/** The decompressed records of a batch, and how to read them. */
export interface OpenBatch {
  readonly unpacked: Unpacked;
  readonly frameLength: FrameLength;
  /** The number of records; `Infinity` if all until the end. */
  readonly count: number;
  /**
   * Decodes a frame and copies its value; `undefined` if the record is not wanted.
   * @param isWanted called once, with the record's offset
   */
  readonly read: (frame: Frame, isWanted: (offset: number) => boolean) => LogRecord | undefined;
}

/** Replaces a value that cannot be read or is too large: empty, which no event is. */
export const unreadableValue: Buffer = Buffer.alloc(0);
