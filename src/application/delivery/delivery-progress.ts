import type { Telemetry } from '../../domain/ports/telemetry.js';
import type { Batch } from './batch.js';
import type { ClientConnection } from './client-connection.js';

/** What a reader was sent, for the closing line of the log. */
export interface DeliveredTotals {
  readonly events: number;
  readonly bytes: number;
  readonly redacted: number;
}

/** What one connection has been handed, and the id that its client holds with it. */
export class DeliveryProgress {
  private id = '';
  private lastAt = performance.now();
  private events = 0;
  private bytes = 0;
  private redacted = 0;

  /** @param beforeFirst lines that begin the first block */
  constructor(
    private readonly connection: ClientConnection,
    private readonly telemetry: Telemetry,
    private beforeFirst: string,
  ) {}

  /** The id in the last block. */
  get lastId(): string {
    return this.id;
  }

  /** For how long nothing has been handed on, in milliseconds. */
  get silentMs(): number {
    return performance.now() - this.lastAt;
  }

  get sent(): DeliveredTotals {
    return { events: this.events, bytes: this.bytes, redacted: this.redacted };
  }

  /** Hands on a batch, which may be shared with other readers: who made it says that it was delivered. */
  hand(batch: Batch): void {
    const { beforeFirst } = this;
    this.beforeFirst = '';
    if (beforeFirst !== '') this.write(beforeFirst, this.id);
    this.put(batch);
  }

  /** Hands on what is for this connection alone, and is no event. @param lastId the id in its last block */
  write(text: string, lastId: string): void {
    const bytes = Buffer.from(text);
    this.put({ bytes, lastId, events: 0, redacted: 0 });
    this.telemetry.delivered(0, bytes.length);
  }

  private put(batch: Batch): void {
    this.id = batch.lastId;
    this.lastAt = performance.now();
    this.events += batch.events;
    this.bytes += batch.bytes.length;
    this.redacted += batch.redacted;
    this.connection.write(batch.bytes);
  }
}
