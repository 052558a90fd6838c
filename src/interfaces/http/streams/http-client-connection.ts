import type { Socket } from 'node:net';
import type { Response } from 'express';
import type { Batch } from '../../../application/delivery/batch.js';
import type { ClientConnection } from '../../../application/delivery/client-connection.js';
import type { EventStreamsError } from '../../../domain/errors.js';
import type { GzipBody } from '../compression/gzip-body.js';
import type { HttpChunkCache } from './http-chunk-cache.js';

const nothing = Buffer.alloc(0);
/** How long the kernel takes at most to pass on a write where the network is no limit, in milliseconds. */
const promptMs = 20;

/**
 * Writes a reader's bytes to the connection of a response whose head has been sent, shared buffers as they are.
 *
 * They go to the socket, framed once for everybody: left to the response, each connection would frame each batch for
 * itself, which costs more than the write does. The response still ends the body.
 * @see docs/decisions/0005-chunks-framed-once.md
 */
export class HttpClientConnection implements ClientConnection {
  /** `null` where the client has left already. */
  private readonly socket: Socket | null;
  private readonly isChunked: boolean;
  /** Whether the last write that was waited for took the network long. */
  private waitsForNetwork = false;

  /**
   * @param stallMs after how long without a byte accepted by the kernel the client counts as gone
   * @param gzip compresses the body; `undefined`: it is sent as it is
   * @param hooks `ended` when the reader has nothing more to say; `stalled` when the client takes nothing
   */
  constructor(
    response: Response,
    private readonly chunks: HttpChunkCache,
    stallMs: number,
    private readonly gzip: GzipBody | undefined,
    private readonly hooks: {
      ended(): void;
      stalled(): void;
      tell(error: EventStreamsError): string;
    },
  ) {
    this.socket = response.socket;
    this.isChunked = response.chunkedEncoding;
    // Node emits it only while the kernel makes no progress with what was written, and when a stream is merely silent.
    response.setTimeout(stallMs, () => {
      if (this.isBackedUp) hooks.stalled();
    });
  }

  get isBackedUp(): boolean {
    return this.socket !== null && this.socket.writableLength > 0;
  }

  write(batch: Pick<Batch, 'bytes' | 'place'>): number {
    if (batch.bytes.length === 0) return 0;
    const bytes = this.gzip?.encode(batch, this.waitsForNetwork) ?? batch.bytes;
    this.send(bytes);
    return bytes.length;
  }

  onceDrained(resume: () => void): void {
    // `drain` comes only after a write that was too large; this comes after every byte before it.
    const startedAt = performance.now();
    this.socket?.write(nothing, (error) => {
      this.waitsForNetwork = performance.now() - startedAt > promptMs;
      if (!error) resume();
    });
  }

  tell(error: EventStreamsError): string {
    return this.hooks.tell(error);
  }

  end(): void {
    if (this.gzip) {
      const end = this.gzip.end();
      if (this.socket?.writable) this.send(end);
    }
    this.hooks.ended();
  }

  private send(bytes: Buffer): void {
    this.socket?.write(this.isChunked ? this.chunks.of(bytes) : bytes);
  }
}
