import { ChannelHistory } from './channel-history.js';
import { CompressionBudget } from './compression-budget.js';
import { compressedBlocks, storedBlocks } from './gzip-blocks.js';

/** The number of channels that keep a history of 32 kB. */
const maxHistories = 1024;
/** The zlib level for replays: their chunks are large, and contain their own repetitions. */
const replayLevel = 1;
const nothing = Buffer.alloc(0);

/** The state that all compressed connections share: histories of channels, and chunks that several replays read. */
export class SharedCompression {
  private readonly texts = new WeakMap<object, ChannelHistory>();
  /** The histories that are kept, least recently written first. */
  private readonly recent = new Set<ChannelHistory>();
  private readonly budget = new CompressionBudget();
  private readonly chunks = new WeakMap<Buffer, { stored?: Buffer; compressed?: Buffer; readers: number }>();

  /** Returns the history of a channel. */
  text(channel: object): ChannelHistory {
    let text = this.texts.get(channel);
    if (!text) this.texts.set(channel, (text = new ChannelHistory(this.budget)));
    return text;
  }

  /** Marks a channel as just written, and drops the least recently written history if there are too many. */
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
   * Encodes a chunk of a replay. It does not depend on earlier bytes, so any reader can be sent it.
   *
   * @param isWorthIt whether to compress it for the first reader; otherwise it is compressed for the second
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
