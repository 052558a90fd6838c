import type { Telemetry } from '../../domain/ports/telemetry.js';
import type { Batch } from './batch.js';
import type { ClientConnection } from './client-connection.js';

/** Totals of what a reader was sent, for the log line at its end. */
export interface DeliveredTotals {
  readonly events: number;
  readonly bytes: number;
  readonly redacted: number;
}

/** Tracks what one connection was sent, and the last id that its client has. */
export class DeliveryWriter {
  private id = '';
  private lastAt = performance.now();
  private events = 0;
  private bytes = 0;
  private redacted = 0;

  /**
   *
   * @param beforeFirst lines at the start of the first block
   */
  constructor(
    private readonly connection: ClientConnection,
    private readonly telemetry: Telemetry,
    private beforeFirst: string,
  ) {}

  /** The id in the last block. */
  get lastId(): string {
    return this.id;
  }

  /** The time since the last write, in milliseconds. */
  get silentMs(): number {
    return performance.now() - this.lastAt;
  }

  get sent(): DeliveredTotals {
    return { events: this.events, bytes: this.bytes, redacted: this.redacted };
  }

  /** Writes a batch. It may be shared, so whoever made it reports it as delivered. */
  hand(batch: Batch): void {
    const { beforeFirst } = this;
    this.beforeFirst = '';
    if (beforeFirst !== '') this.write(beforeFirst, this.id);
    this.put(batch);
  }

  /**
   * Writes text that is for this connection only and is not an event.
   *
   * @param lastId the id in its last block
   */
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
