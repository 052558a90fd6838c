import type { Socket } from 'node:net';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Batch } from '../../../application/delivery/batch.js';
import type { ClientConnection } from '../../../application/delivery/client-connection.js';
import type { EventStreamsError } from '../../../domain/errors.js';
import type { GzipBody } from '../compression/gzip-body.js';
import { Problem } from '../problems/problem.js';
import type { HttpChunkCache } from './http-chunk-cache.js';

const nothing = Buffer.alloc(0);
/** How long the kernel takes at most to pass a write on if the network is not the bottleneck, in milliseconds. */
const promptMs = 20;

/**
 * Writes a reader's bytes to the connection of a response whose head has been sent. Shared buffers are written
 * unchanged.
 *
 * It writes to the socket, and frames each buffer once for all connections. If the response framed each batch for each
 * connection, that would cost more than the write itself. The response still ends the body.
 *
 * @see docs/decisions/0005-chunks-framed-once.md
 */
export class HttpClientConnection implements ClientConnection {
  /** `null` if the client has already disconnected. */
  private readonly socket: Socket | null;
  private readonly isChunked: boolean;
  /** Whether the network was slow to accept the last write that was waited for. */
  private waitsForNetwork = false;

  /**
   * @param stallMs how long the kernel may accept no byte before the client counts as stalled
   *
   * @param gzip compresses the body; `undefined`: the body is not compressed
   *
   * @param hooks `complete`: the reader has written everything
   *
   * @param stalled called when the client accepts nothing
   */
  constructor(
    private readonly request: IncomingMessage & { readonly originalUrl?: string },
    response: ServerResponse,
    private readonly chunks: HttpChunkCache,
    stallMs: number,
    private readonly gzip: GzipBody | undefined,
    private readonly hooks: { complete(): void },
    stalled: () => void,
  ) {
    this.socket = response.socket;
    this.isChunked = response.chunkedEncoding;
    // Node emits this only while the kernel makes no progress with a write, and when a stream is idle.
    response.setTimeout(stallMs, () => {
      if (this.isBackedUp) stalled();
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
    // Node emits `drain` only after a large write; this callback comes after every byte before it.
    const startedAt = performance.now();
    this.socket?.write(nothing, (error) => {
      this.waitsForNetwork = performance.now() - startedAt > promptMs;
      if (!error) resume();
    });
  }

  tell(error: EventStreamsError): string {
    const { method = '', originalUrl, url = '' } = this.request;
    return JSON.stringify(Problem.of(error, { method, uri: originalUrl ?? url, id: '' }));
  }

  end(): void {
    if (this.gzip) {
      const end = this.gzip.end();
      if (this.socket?.writable) this.send(end);
    }
    this.hooks.complete();
  }

  private send(bytes: Buffer): void {
    this.socket?.write(this.isChunked ? this.chunks.of(bytes) : bytes);
  }
}
