import { request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { stepMs } from './limits.js';

/** A block of Server-Sent Events. */
export interface Block {
  readonly event?: string;
  readonly id?: string;
  readonly data?: string;
  readonly retry?: string;
  readonly comment?: string;
}

const tailChars = 4096;

/** What a browser's `EventSource` sends: it is known to read blocks without data as the standard says. */
const asBrowser = { 'User-Agent': 'Mozilla/5.0 (test)', 'Cache-Control': 'no-cache' };

/**
 * A stream that is read as it comes, without any client library in between; as a browser asks, if it is not told
 * otherwise.
 */
export class RawStream {
  ended = false;
  /** Whether it ended as it should: with the last chunk, not a broken connection, and with a whole body if compressed. */
  complete = false;
  /** The last characters: looking at all of a long text each time takes long. */
  tail = '';
  /** The size of a compressed body so far. */
  sentBytes = 0;
  private waiting: (() => void)[] = [];
  private received = '';
  private whole: Block[] = [];
  private wholeChars = 0;

  private constructor(
    readonly response: IncomingMessage,
    private readonly sent: ClientRequest,
  ) {
    const isCompressed = response.headers['content-encoding'] === 'gzip';
    const body = isCompressed ? response.pipe(createGunzip()) : response;
    if (isCompressed) response.on('data', (chunk: Buffer) => (this.sentBytes += chunk.length));
    body.setEncoding('utf8');
    body.on('data', (chunk: string) => {
      this.received += chunk;
      this.tail = (this.tail + chunk).slice(-tailChars);
      this.wake();
    });
    let isWhole = !isCompressed;
    body.on('end', () => (isWhole = true));
    const ended = (): void => {
      this.ended = true;
      this.complete = response.complete && isWhole;
      this.wake();
    };
    body.on('close', ended);
    response.on('error', () => undefined);
    // A body that breaks off does not end the decoder, and one that is wrong breaks it.
    if (isCompressed) response.on('aborted', () => body.destroy());
    body.on('error', () => body.destroy());
  }

  static open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<RawStream> {
    return new Promise((resolve, reject) => {
      const sent = request(url, { headers: { ...asBrowser, ...headers }, agent: false }, (response) =>
        resolve(new RawStream(response, sent)),
      );
      sent.on('error', reject);
      sent.end();
    });
  }

  /** All bytes of the body so far, chunks taken apart by Node. A test may take some away. */
  get text(): string {
    return this.received;
  }

  set text(text: string) {
    this.received = text;
    [this.whole, this.wholeChars] = [[], 0];
  }

  /** Whole blocks so far. */
  get blocks(): readonly Block[] {
    // Each is parsed once, however often a test asks for them.
    for (;;) {
      const end = this.text.indexOf('\n\n', this.wholeChars);
      if (end === -1) return [...this.whole];
      this.whole.push(parseBlock(this.text.slice(this.wholeChars, end)));
      this.wholeChars = end + 2;
    }
  }

  /**
   * Whether a whole block, or line of NDJSON, with a text has come: only then is it an event.
   * @param within where to look; default: all that has come
   */
  hasWhole(text: string, within = this.text): boolean {
    const isSse = this.response.headers['content-type']?.startsWith('text/event-stream') === true;
    const at = within.indexOf(text);
    return at !== -1 && within.includes(isSse ? '\n\n' : '\n', at);
  }

  /** Blocks that are events. */
  get events(): readonly Block[] {
    return this.blocks.filter(({ event }) => event === 'message');
  }

  /** The events' data, parsed. */
  get data(): readonly Record<string, unknown>[] {
    return this.events.map(({ data }) => JSON.parse(data ?? 'null') as Record<string, unknown>);
  }

  /** The id a browser would hold now. */
  get lastId(): string | undefined {
    return this.blocks.flatMap(({ id }) => (id === undefined ? [] : [id])).at(-1);
  }

  /** Waits for a fact about what has come. @throws {Error} with what came instead, after {@link stepMs} */
  async until(isThere: (stream: this) => boolean): Promise<this> {
    const deadline = Date.now() + stepMs;
    while (!isThere(this)) {
      if (Date.now() >= deadline) throw new Error(`Waited in vain; got: ${this.text.slice(-2000)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, deadline - Date.now());
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
      if (this.ended && !isThere(this)) throw new Error(`The stream ended; got: ${this.text.slice(-2000)}`);
    }
    return this;
  }

  /** Waits for the end. */
  async untilEnd(): Promise<this> {
    return this.until(({ ended }) => ended);
  }

  pause(): void {
    this.response.pause();
  }

  resume(): void {
    this.response.resume();
  }

  close(): void {
    this.sent.destroy();
  }

  private wake(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

function parseBlock(text: string): Block {
  const block: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon === 0) block['comment'] = line.slice(1);
    else if (colon > 0) block[line.slice(0, colon)] = line.slice(colon + 1).trimStart();
  }
  return block;
}
