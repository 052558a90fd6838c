import { crc32 } from 'node:zlib';
import type { Batch } from '../../../application/delivery/batch.js';
import type { ChannelHistory } from './channel-history.js';
import { gzipEnd, gzipHeader, storedBlocks } from './gzip-blocks.js';
import type { SharedCompression } from './shared-compression.js';
import { shiftCrc32 } from './crc32-shift.js';

/** Below this, a text is not worth compressing by itself. */
const minChunkBytes = 1024;

/**
 * The gzip body of one connection: blocks that all readers of a channel share, and stored blocks for it alone.
 *
 * A shared block refers to the text of the channel before it. A connection gets it only if that text is also what the
 * connection got last; until then it gets the same text stored.
 *
 * @see docs/decisions/0024-compressed-once.md
 */
export class GzipBody {
  private hasBegun = false;
  /** Of everything before {@link runStart}. */
  private crc = 0;
  private length = 0;
  /** The channel that it reads, if the last thing written was from it. */
  private text: ChannelHistory | undefined;
  /** Where in the channel it started to read without interruption, and where it is. */
  private runStart = 0;
  private runEnd = 0;
  /** The CRC of the channel there. */
  private runStartCrc = 0;
  private runEndCrc = 0;

  constructor(private readonly shared: SharedCompression) {}

  /**
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

  /** The end of the body. */
  end(): Buffer {
    this.leaveChannel();
    const end = gzipEnd(this.crc, this.length);
    return this.hasBegun ? end : Buffer.concat([gzipHeader, end]);
  }

  /** Releases what it shares. */
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
