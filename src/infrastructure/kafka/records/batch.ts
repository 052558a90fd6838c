import type { LogRecord } from '../../../domain/log-record.js';
import type { Unpacked } from './unpacked.js';
import type { Frame, FrameLength } from './frames.js';

/** What a partition's log is made of: a batch of format 2, or a message of format 0 or 1, which may wrap others. */
export interface Batch {
  /** All of it, as the broker sent it. */
  readonly bytes: Buffer;
  /** Of its first record; of its last, where messages are wrapped. */
  readonly firstOffset: number;
  /** Of its last record, or of the last that compaction has removed from it. */
  readonly lastOffset: number;
  /** Stands for the time of records that cannot be read. */
  readonly maxTimestamp: number;
  /** Whose transaction it is part of, or ends; `undefined` outside of transactions. */
  readonly producerId: number | undefined;
  /** What it says of a transaction's end, instead of records; `undefined`: it has records. */
  readonly marker: 'abort' | 'other' | undefined;
  /** Whether it is what its writer wrote, by its checksum: then what is wrong with it stays wrong. */
  isIntact(): boolean;
  /** Begins to unpack it. @throws {UnknownCodec}; a `RangeError` or the codec's error for what it cannot read */
  open(): OpenBatch | Promise<OpenBatch>;
}

/** How a batch's records are read. */
export interface OpenBatch {
  readonly unpacked: Unpacked;
  readonly frameLength: FrameLength;
  /** How many there are; `Infinity`: until it ends. */
  readonly count: number;
  /**
   * What a frame holds, its value copied; `undefined` where it is not wanted.
   * @param isWanted asked once, with the record's offset
   */
  readonly read: (frame: Frame, isWanted: (offset: number) => boolean) => LogRecord | undefined;
}

/** A value that is too large to be unpacked: nothing, which no event is. */
export const unreadableValue: Buffer = Buffer.alloc(0);
