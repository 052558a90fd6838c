import { crc32 } from 'node:zlib';
import type { Batch } from '../../../application/delivery/batch.js';
import type { ChannelHistory } from './channel-history.js';
import { gzipEnd, gzipHeader, storedBlocks } from './gzip-blocks.js';
import type { SharedCompression } from './shared-compression.js';
import { shiftCrc32 } from './crc32-shift.js';

/** Shorter texts are not worth compressing on their own. */
const minChunkBytes = 1024;

/**
 * The gzip body of one connection: blocks that all readers of a channel share, and blocks that do not depend on a
 * channel.
 *
 * A shared block refers to earlier text of the channel. It is sent only if the connection received that text directly
 * before; otherwise the same text is sent stored.
 *
 * @see docs/decisions/0024-compressed-once.md
 */
export class GzipBody {
  private hasBegun = false;
  /** The CRC and the length of everything before {@link runStart}. */
  private crc = 0;
  private length = 0;
  /** The history of the channel that wrote the last bytes; `undefined` if no channel did. */
  private text: ChannelHistory | undefined;
  /** The offsets in the channel at which its current run, read without interruption, starts and ends. */
  private runStart = 0;
  private runEnd = 0;
  /** The CRC of the channel at these offsets. */
  private runStartCrc = 0;
  private runEndCrc = 0;

  constructor(private readonly shared: SharedCompression) {}

  /**
   * Encodes the bytes of a batch.
   *
   * @param waitsForNetwork whether the connection is slower than the service
   */
  encode({ bytes, place }: Pick<Batch, 'bytes' | 'place'>, waitsForNetwork: boolean): Buffer {
    const blocks = place
      ? this.fromChannel(bytes, place.channel, place.offset)
      : this.alone(bytes, waitsForNetwork);
    if (this.hasBegun) return blocks;
    this.hasBegun = true;
    return Buffer.concat([gzipHeader, blocks]);
  }

  /** Returns the end of the body. */
  end(): Buffer {
    this.leaveChannel();
    const end = gzipEnd(this.crc, this.length);
    return this.hasBegun ? end : Buffer.concat([gzipHeader, end]);
  }

  /** Ends the current run, and drops the channel's history if no other reader uses it. */
  leaveChannel(): void {
    const { text } = this;
    if (!text) return;
    this.text = undefined;
    text.readers -= 1;
    if (text.readers === 0) this.shared.drop(text);
    const bytes = this.runEnd - this.runStart;
    this.crc = (shiftCrc32((this.crc ^ this.runStartCrc) >>> 0, bytes) ^ this.runEndCrc) >>> 0;
    this.length += bytes;
  }

  private fromChannel(bytes: Buffer, channel: object, offset: number): Buffer {
    const text = this.shared.text(channel);
    if (this.text !== text || this.runEnd !== offset) {
      this.leaveChannel();
      text.readers += 1;
      this.text = text;
      this.runStart = offset;
    }
    const batch = text.encode(bytes, offset);
    this.shared.touch(text);
    if (this.runStart === offset) this.runStartCrc = batch.crcBefore;
    this.runEnd = offset + bytes.length;
    this.runEndCrc = batch.crcAfter;
    return offset - this.runStart >= batch.historyBytes ? batch.compressed : batch.stored;
  }

  private alone(bytes: Buffer, waitsForNetwork: boolean): Buffer {
    this.leaveChannel();
    this.crc = crc32(bytes, this.crc);
    this.length += bytes.length;
    return bytes.length < minChunkBytes ? storedBlocks(bytes) : this.shared.chunk(bytes, waitsForNetwork);
  }
}
