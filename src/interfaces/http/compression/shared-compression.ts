import { ChannelHistory } from './channel-history.js';
import { CompressionBudget } from './compression-budget.js';
import { compressedBlocks, storedBlocks } from './gzip-blocks.js';

/** How many channels keep what they wrote last, 32 kB each. */
const maxHistories = 1024;
/** As of zlib: chunks of the past are large, and have their own repetitions. */
const replayLevel = 1;
const nothing = Buffer.alloc(0);

/** What all compressed connections share: the texts of channels, and chunks of the past that several read. */
export class SharedCompression {
  private readonly texts = new WeakMap<object, ChannelHistory>();
  /** Those that keep a history, the one that was written longest ago first. */
  private readonly recent = new Set<ChannelHistory>();
  private readonly budget = new CompressionBudget();
  private readonly chunks = new WeakMap<Buffer, { stored?: Buffer; compressed?: Buffer; readers: number }>();

  /** The text of a channel. */
  text(channel: object): ChannelHistory {
    let text = this.texts.get(channel);
    if (!text) this.texts.set(channel, (text = new ChannelHistory(this.budget)));
    return text;
  }

  /** Notes that a channel has written, and drops the history of the one that has been silent longest. */
  touch(text: ChannelHistory): void {
    this.recent.delete(text);
    this.recent.add(text);
    if (this.recent.size <= maxHistories) return;
    for (const oldest of this.recent) {
      this.drop(oldest);
      return;
    }
  }

  drop(text: ChannelHistory): void {
    text.forget();
    this.recent.delete(text);
  }

  /**
   * A chunk of the past. It refers to nothing before it, so any reader can be sent it.
   *
   * @param isWorthIt whether to compress it for a single reader; otherwise the second one has it compressed
   */
  chunk(text: Buffer, isWorthIt: boolean): Buffer {
    let chunk = this.chunks.get(text);
    if (!chunk) this.chunks.set(text, (chunk = { readers: 0 }));
    chunk.readers += 1;
    if (chunk.compressed) return chunk.compressed;
    if (isWorthIt || chunk.readers > 1)
      return (chunk.compressed = compressedBlocks(text, nothing, replayLevel));
    return (chunk.stored ??= storedBlocks(text));
  }
}
