import { request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';

/** Told what comes, in its order; nothing after the end. */
export interface StreamListener {
  /** Each piece that is whole: a block without its blank line, a line without its end. */
  piece(text: string): void;
  /** The connection is over, or never was; with the status, where there was one. */
  ended(status: number | undefined): void;
}

const cutWithinMs = 1000;

/** One connection to a stream, taken apart into pieces; it can be cut at any byte, and stalled. */
export class StreamClient {
  readonly #request: ClientRequest;
  readonly #decoder = new StringDecoder('utf8');
  #response: IncomingMessage | undefined;
  #pending = '';
  #bytesLeft = Infinity;
  #cutTimer: NodeJS.Timeout | undefined;
  #isOver = false;

  /** @param separator ends a piece */
  constructor(
    url: string,
    headers: Readonly<Record<string, string>>,
    private readonly separator: string,
    private readonly listener: StreamListener,
  ) {
    this.#request = request(url, { headers, agent: false }, (response) => this.#read(response));
    this.#request.on('error', () => this.#end());
    this.#request.end();
  }

  /** Ends it as a broken network does, so many bytes on or soon: what is not whole then is lost. */
  cut(afterBytes: number): void {
    this.#bytesLeft = Math.min(this.#bytesLeft, afterBytes);
    this.#cutTimer ??= setTimeout(() => this.#end(), cutWithinMs);
  }

  pause(): void {
    this.#response?.pause();
  }

  resume(): void {
    this.#response?.resume();
  }

  /** Ends it at once. */
  close(): void {
    this.#end();
  }

  #read(response: IncomingMessage): void {
    this.#response = response;
    response.on('error', () => undefined);
    if (response.statusCode !== 200) {
      response.on('close', () => this.#end());
      response.resume();
      return;
    }
    const isCompressed = response.headers['content-encoding'] === 'gzip';
    const body = isCompressed ? response.pipe(createGunzip()) : response;
    body.on('data', (chunk: Buffer) => this.#take(chunk));
    body.on('error', (error) => {
      // No fault of a network makes a body wrong that cannot be decoded.
      if (isCompressed && !this.#isOver) throw error;
    });
    body.on('close', () => this.#end());
    // What has not been decoded when a connection breaks is lost with it.
    response.on('aborted', () => this.#end());
  }

  #take(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#pending += this.#decoder.write(chunk.subarray(0, this.#bytesLeft));
    this.#bytesLeft -= chunk.length;
    const pieces = this.#pending.split(this.separator);
    this.#pending = pieces.pop() ?? '';
    for (const piece of pieces) this.listener.piece(piece);
    if (this.#bytesLeft <= 0) this.#end();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#cutTimer);
    this.#request.destroy();
    this.listener.ended(this.#response?.statusCode);
  }
}
