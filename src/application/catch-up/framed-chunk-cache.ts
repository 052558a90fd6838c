import type { Position } from '../../domain/position.js';

/** Bytes to send next, and what they contain. */
export interface FramedChunk {
  /** Shared, so it must not be changed. Empty if there is nothing to send. */
  readonly bytes: Buffer;
  readonly events: number;
  readonly redacted: number;
  /** The id in the last block. The position may be further, past events that are not sent. */
  readonly lastId: string;
  /** Whether the position moved, even if only past events that are not sent. More events may be available at once. */
  readonly moved: boolean;
}

/** A chunk for any reader at the same position, valid while its order still holds. */
export interface CachedFramedChunk {
  readonly chunk: FramedChunk;
  /** The position of each cursor after the chunk. */
  readonly positions: readonly Position[];
  /** The timestamp of its newest event, in milliseconds since the epoch. */
  readonly lastTimestamp: number;
  /** The cursors that had no more events when it was made, by index. */
  readonly quiet: readonly number[];
}

/** Limit for the bytes of chunks and of their keys: with a filter, keys can be the larger part. */
const keptBytes = 16 * 1024 * 1024;

/**
 * Caches the chunks that were replayed last. After an outage many readers are at the same position, and their bytes are
 * made once.
 */
export class FramedChunkCache {
  /** Oldest first. */
  private readonly retained = new Map<string, CachedFramedChunk>();
  private bytes = 0;

  /**
   *
   * @param key identifies the position and everything else that the bytes depend on
   */
  find(key: string): CachedFramedChunk | undefined {
    return this.retained.get(key);
  }

  keep(key: string, shared: CachedFramedChunk): void {
    this.drop(key);
    this.retained.set(key, shared);
    this.bytes += sizeOf(key, shared);
    for (const oldest of this.retained.keys()) {
      if (this.bytes <= keptBytes) return;
      this.drop(oldest);
    }
  }

  private drop(key: string): void {
    const shared = this.retained.get(key);
    if (shared) this.bytes -= sizeOf(key, shared);
    this.retained.delete(key);
  }
}

function sizeOf(key: string, { chunk }: CachedFramedChunk): number {
  return chunk.bytes.length + key.length;
}
