import type { TopicPartition } from '../../src/domain/topic-partition.js';
import { partitionKey } from '../../src/domain/topic-partition.js';
import { parseBlock, parseLine } from './dispatched.js';
import type { Dispatched } from './dispatched.js';
import type { FirstRequest } from './first-request.js';
import { heardPlaces } from './heard-places.js';
import type { Action, PlannedReader } from './plan.js';
import { StreamClient } from './stream-client.js';
import type { Start, Trace, TraceItem } from './trace.js';
import { startMs } from '../support/limits.js';

const retryMs = 150;

/** A client of one stream, over as many connections as it takes: it goes on from what it dispatched. */
export class TortureReader {
  /** How often it connected. */
  connections = 0;
  /** Answers other than 200, by status. */
  readonly refusals = new Map<number, number>();
  /** Errors said in the stream. */
  errors = 0;
  readonly #items: TraceItem[] = [];
  readonly #starts: Map<string, Start>;
  readonly #last = new Map<string, { readonly offset: number; readonly n: number }>();
  readonly #leftOut = new Set<string>();
  #listed: readonly TopicPartition[] | undefined;
  #lastId: string | undefined;
  #isFirstId = true;
  #client: StreamClient | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  #waiting: (() => void)[] = [];
  #awayMs = retryMs;
  #hasStarted = false;
  /** After how many bytes the next connections are cut. */
  #cuts: number[] = [];

  constructor(
    readonly planned: PlannedReader,
    private readonly first: FirstRequest,
  ) {
    this.#starts = new Map(first.starts);
    this.#connect();
  }

  get trace(): Trace {
    const { name, format } = this.planned;
    return {
      reader: name,
      resumesBy: format === 'sse' ? 'id' : 'offset',
      starts: this.#starts,
      wholeTopics: this.first.wholeTopics,
      items: this.#items,
    };
  }

  /** Resolves when its start is settled: the first id is there, or for NDJSON the first byte. */
  async opened(): Promise<void> {
    while (!this.#hasStarted && !this.#isClosed) await this.#change();
  }

  /** Resolves when this event is the last of its partition that it was sent. @returns whether it was, in time */
  async reached(at: TopicPartition, n: number, deadlineMs: number): Promise<boolean> {
    const isThere = (): boolean =>
      (this.#last.get(partitionKey(at))?.n ?? 0) >= n || this.#leftOut.has(partitionKey(at));
    while (!isThere() && Date.now() < deadlineMs) await this.#change(deadlineMs - Date.now());
    return isThere();
  }

  /** Whether it reads a partition, as far as is known. */
  reads(at: TopicPartition): boolean {
    return this.first.wholeTopics.has(at.topic) || this.#starts.has(partitionKey(at));
  }

  /** Loses the connection somewhere in the next bytes, is away for a time, and perhaps loses the next ones too. */
  cut({ afterBytes, awayMs, again }: Extract<Action, { kind: 'cut' }>): void {
    this.#awayMs = awayMs;
    this.#cuts = [...again];
    this.#client?.cut(afterBytes);
  }

  /** Reads nothing for a time. */
  stall(forMs: number): void {
    const client = this.#client;
    client?.pause();
    setTimeout(() => client?.resume(), forMs);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#client?.close();
    this.#wake();
  }

  #connect(): void {
    if (this.#isClosed) return;
    this.connections += 1;
    this.#isFirstId = true;
    const { format, isCompressed } = this.planned;
    const accept = format === 'sse' ? 'text/event-stream' : 'application/x-ndjson';
    const id =
      format === 'sse' ? this.#lastId : heardPlaces(this.#last, this.#starts, this.first.wholeTopics);
    const entries = this.first.entries && JSON.stringify(this.first.entries);
    const lastEventId = id ?? entries;
    // As a browser: it keeps the ids of blocks without data.
    const asBrowser = { 'user-agent': 'Mozilla/5.0', 'cache-control': 'no-cache' };
    const headers = {
      accept,
      ...asBrowser,
      ...(isCompressed && { 'accept-encoding': 'gzip' }),
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    };
    const parse = format === 'sse' ? parseBlock : parseLine;
    this.#client = new StreamClient(this.first.url, headers, format === 'sse' ? '\n\n' : '\n', {
      piece: (text) => this.#take(parse(text)),
      ended: (status) => this.#ended(status),
    });
    const cut = this.#hasStarted ? this.#cuts.shift() : undefined;
    if (cut !== undefined) this.#client.cut(cut);
  }

  #ended(status: number | undefined): void {
    if (status !== undefined && status !== 200)
      this.refusals.set(status, (this.refusals.get(status) ?? 0) + 1);
    this.#timer = setTimeout(() => this.#connect(), this.#awayMs);
    this.#awayMs = retryMs;
  }

  #take({ id, event, gap, isError }: Dispatched): void {
    if (id !== undefined) this.#noteId(id);
    if (this.planned.format === 'ndjson') this.#hasStarted = true;
    const ms = Date.now();
    if (event) {
      const { topic, partition, offset, n } = event;
      this.#last.set(partitionKey({ topic, partition }), { offset, n });
      this.#items.push({ kind: 'event', at: { topic, partition }, offset, n, ms });
    }
    if (gap) {
      const { text, ...at } = gap;
      this.#items.push({ kind: 'gap', at, text, ms });
    }
    if (isError) this.errors += 1;
    this.#wake();
  }

  #noteId(id: string): void {
    const entries = JSON.parse(id) as readonly (TopicPartition & { readonly offset?: number })[];
    const listed = entries.filter(({ offset }) => offset !== undefined);
    for (const at of listed) this.#leftOut.delete(partitionKey(at));
    if (this.#isFirstId && this.#listed) this.#noteLeftOut(listed);
    if (!this.#listed && this.planned.start.kind === 'now') {
      for (const { topic, partition, offset } of listed) {
        const incarnation = this.first.incarnations.get(topic) ?? 0;
        this.#starts.set(partitionKey({ topic, partition }), {
          kind: 'offset',
          incarnation,
          offset: offset ?? 0,
        });
      }
    }
    this.#listed = listed.map(({ topic, partition }) => ({ topic, partition }));
    this.#isFirstId = false;
    this.#hasStarted = true;
    this.#lastId = id;
  }

  #noteLeftOut(listed: readonly TopicPartition[]): void {
    const keys = new Set(listed.map(partitionKey));
    for (const at of this.#listed ?? []) {
      if (keys.has(partitionKey(at))) continue;
      this.#leftOut.add(partitionKey(at));
      this.#items.push({ kind: 'left-out', at, ms: Date.now() });
    }
  }

  #change(withinMs = startMs): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
