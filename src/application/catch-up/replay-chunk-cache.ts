import type { Position } from '../../domain/position.js';

/** What is to be sent next, and what it holds. */
export interface ReplayChunk {
  /** Shared: nobody changes it. Empty where nothing is to be sent. */
  readonly bytes: Buffer;
  readonly events: number;
  readonly redacted: number;
  /** The id in the last block: the position may be further, past what is not sent. */
  readonly lastId: string;
  /** Whether its position moved, if only past what is not sent: there may be more at once. */
  readonly moved: boolean;
}

/** A chunk that any reader at the same position can be sent, as long as its order still holds. */
export interface CachedReplayChunk {
  readonly chunk: ReplayChunk;
  /** Where it leads, one position for each cursor. */
  readonly positions: readonly Position[];
  /** The youngest event in it, in milliseconds since the epoch. */
  readonly lastTimestamp: number;
  /** Lanes that had nothing more to give when it was made, by index. */
  readonly quiet: readonly number[];
}

/** Of bytes to send, and of what names their position: a filter may leave little else. */
const keptBytes = 16 * 1024 * 1024;

/**
 * The chunks that readers behind the head were sent last: after a cut, many are at the same position, and the bytes are
 * made once.
 */
export class ReplayChunkCache {
  /** Oldest first. */
  private readonly retained = new Map<string, CachedReplayChunk>();
  private bytes = 0;

  /** @param place names the place exactly, with all that the bytes depend on */
  find(place: string): CachedReplayChunk | undefined {
    return this.retained.get(place);
  }

  keep(place: string, shared: CachedReplayChunk): void {
    this.drop(place);
    this.retained.set(place, shared);
    this.bytes += sizeOf(place, shared);
    for (const oldest of this.retained.keys()) {
      if (this.bytes <= keptBytes) return;
      this.drop(oldest);
    }
  }

  private drop(place: string): void {
    const shared = this.retained.get(place);
    if (shared) this.bytes -= sizeOf(place, shared);
    this.retained.delete(place);
  }
}

function sizeOf(place: string, { chunk }: CachedReplayChunk): number {
  return chunk.bytes.length + place.length;
}
