import type { Block } from './block-decoder';
import type { ConnectionState, Interruption } from './connection-state';
import { readProblem, type Problem } from './problem';
import { readBlocks, Silence } from './read-blocks';
import { RetryDelay } from './retry-delay';

/** Where the blocks and the state of a connection go. */
export interface Receiver {
  block(block: Block): void;
  state(state: ConnectionState): void;
}

/** What a connection is made of. */
export interface ConnectionOptions {
  readonly url: URL;
  /** Where to resume; absent: where the address says. */
  readonly lastEventId?: string | undefined;
  readonly receiver: Receiver;
  /** Awaited after each block: while it is pending nothing more is read. */
  readonly turn: () => Promise<void>;
  /** Tells `online` when the network is back. */
  readonly network: EventTarget;
}

/** A server gives a sign of life every 7.5 s, unless its operator chose otherwise. */
const SILENCE_MS = 60_000;
/** Answers after which the same request may succeed. */
const temporary = new Set([408, 425, 429, 500, 502, 503, 504]);
/** What a stream that opens and ends at once says in a comment, since browsers give up on a status of 503. */
const softRefusals: ReadonlySet<string> = new Set(['too_busy', 'too_many_assignments', 'source_unavailable']);

/**
 * A stream that is kept up: whatever ends it, it is resumed where it was, until it is closed or the service refuses it
 * for good.
 *
 * The browser's own `EventSource` does not tell why it was refused nor when it tries again, and reads faster than a
 * page can show.
 */
export class Connection {
  readonly #closed = new AbortController();
  readonly #delay = new RetryDelay();
  #lastEventId: string | undefined;
  #skipWait: () => void = () => undefined;
  #clockSkewMs = 0;

  constructor(private readonly options: ConnectionOptions) {
    this.#lastEventId = options.lastEventId;
    void this.#keepUp();
  }

  /** Where the next connection resumes: after everything that the receiver was given. */
  get lastEventId(): string | undefined {
    return this.#lastEventId;
  }

  /** By how much the server's clock is ahead of this one's, in milliseconds, to the second. */
  get clockSkewMs(): number {
    return this.#clockSkewMs;
  }

  /** Ends it for good. The receiver hears no more. */
  close(): void {
    this.#closed.abort();
    this.#skipWait();
  }

  /** Where it waits to connect again: tries now. */
  retryNow(): void {
    this.#skipWait();
  }

  async #keepUp(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      this.#tell({ kind: 'connecting' });
      const { why, retryAfter } = await this.#connectOnce();
      if (why.kind === 'problem' && isFinal(why.problem)) {
        this.#tell({ kind: 'refused', problem: why.problem });
        return;
      }
      const waitMs = this.#delay.next(retryAfter);
      this.#tell({ kind: 'waiting', untilMs: Date.now() + waitMs, why });
      await this.#wait(waitMs);
    }
  }

  /** One connection, from the request to its end, and what the server says of trying again. */
  async #connectOnce(): Promise<{ readonly why: Interruption; readonly retryAfter?: string | null }> {
    try {
      const response = await this.#request();
      if (!response.ok || response.body === null)
        return { why: await refusalOf(response), retryAfter: response.headers.get('retry-after') };
      this.#heardClock(response.headers.get('date'));
      this.#tell({ kind: 'open' });
      return { why: await this.#receive(response.body) };
    } catch (failure) {
      return { why: { kind: failure instanceof Silence ? 'silent' : 'unreachable' } };
    }
  }

  #request(): Promise<Response> {
    const id = this.#lastEventId;
    return fetch(this.options.url, {
      headers: { Accept: 'text/event-stream', ...(id !== undefined && { 'Last-Event-ID': id }) },
      signal: this.#closed.signal,
      cache: 'no-store',
    });
  }

  async #receive(body: ReadableStream<Uint8Array>): Promise<Interruption> {
    let problem: Problem | undefined;
    for await (const blocks of readBlocks(body, SILENCE_MS)) {
      for (const block of blocks) {
        problem = this.#take(block) ?? problem;
        await this.options.turn();
      }
    }
    return problem === undefined ? { kind: 'ended' } : { kind: 'problem', problem };
  }

  /** Hands a block on. Returns what the server says went wrong. */
  #take(block: Block): Problem | undefined {
    if (this.#closed.signal.aborted) return undefined;
    if (block.retryMs !== undefined) this.#delay.asked(block.retryMs);
    if (block.comments.includes('ok')) this.#delay.connected();
    if (block.id !== undefined) this.#lastEventId = block.id;
    this.options.receiver.block(block);
    if (block.event === 'error') return readProblem(block.data ?? '');
    const refusal = block.comments.find((comment) => softRefusals.has(comment));
    return refusal === undefined ? undefined : { type: refusal, detail: refusal };
  }

  #heardClock(date: string | null): void {
    const serverMs = Date.parse(date ?? '');
    if (!Number.isNaN(serverMs)) this.#clockSkewMs = serverMs - Date.now();
  }

  #tell(state: ConnectionState): void {
    if (!this.#closed.signal.aborted) this.options.receiver.state(state);
  }

  async #wait(ms: number): Promise<void> {
    const { signal } = this.#closed;
    if (signal.aborted) return;
    let alarm: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((settle) => {
      this.#skipWait = settle;
      alarm = setTimeout(settle, ms);
      this.options.network.addEventListener('online', () => settle(), { once: true, signal });
    });
    clearTimeout(alarm);
  }
}

function isFinal({ type, status }: Problem): boolean {
  // Said in the stream, so without a status: it would be ended again, after the same time.
  if (type === 'filter_too_slow') return true;
  return status !== undefined && !temporary.has(status);
}

/**
 * What a status other than 200 means, in the server's words where it has some: a proxy in between may have answered.
 */
async function refusalOf(response: Response): Promise<Interruption> {
  const text = await response.text();
  const detail = `${response.status} ${response.statusText}`.trim();
  const problem = readProblem(text, response.status) ?? { type: 'http', detail, status: response.status };
  return { kind: 'problem', problem };
}
