import { request } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';

/** A block of Server-Sent Events. */
export interface Block {
  readonly event?: string;
  readonly id?: string;
  readonly data?: string;
  readonly retry?: string;
  readonly comment?: string;
}

/** A stream that is read as it comes, without any client library in between. */
export class RawStream {
  /** All bytes of the body so far, chunks taken apart by Node. */
  text = '';
  ended = false;
  /** Whether it ended as it should: with the last chunk, not a broken connection. */
  complete = false;
  private waiting: (() => void)[] = [];

  private constructor(
    readonly response: IncomingMessage,
    private readonly sent: ClientRequest,
  ) {
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      this.text += chunk;
      this.wake();
    });
    response.on('close', () => {
      this.ended = true;
      this.complete = response.complete;
      this.wake();
    });
    response.on('error', () => undefined);
  }

  static open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<RawStream> {
    return new Promise((resolve, reject) => {
      const sent = request(url, { headers, agent: false }, (response) =>
        resolve(new RawStream(response, sent)),
      );
      sent.on('error', reject);
      sent.end();
    });
  }

  /** Whole blocks so far. */
  get blocks(): readonly Block[] {
    return this.text.split('\n\n').slice(0, -1).map(parseBlock);
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

  /** Waits for a fact about what has come. @throws {Error} with what came instead, after `timeoutMs` */
  async until(isThere: (stream: this) => boolean, timeoutMs = 15_000): Promise<this> {
    const deadline = Date.now() + timeoutMs;
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
  async untilEnd(timeoutMs = 15_000): Promise<this> {
    return this.until(({ ended }) => ended, timeoutMs);
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
