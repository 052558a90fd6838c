import type { Telemetry } from '../../domain/ports/telemetry.js';
import type { Batch } from './batch.js';
import type { ClientConnection } from './client-connection.js';

/** Totals of what a reader was sent, for the log line at its end. */
export interface DeliveredTotals {
  readonly events: number;
  /** Before compression. */
  readonly bytes: number;
  /** As sent. */
  readonly sentBytes: number;
  readonly redacted: number;
}

/** Tracks what one connection was sent, and the last id that its client has. */
export class DeliveryWriter {
  private id = '';
  private lastAt = performance.now();
  private events = 0;
  private bytes = 0;
  private sentBytes = 0;
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
    const { events, bytes, sentBytes, redacted } = this;
    return { events, bytes, sentBytes, redacted };
  }

  /**
   * Writes a batch. It may be shared, so whoever made it reports it as delivered.
   *
   * @returns how many bytes were sent for it
   */
  hand(batch: Batch): number {
    const { beforeFirst } = this;
    this.beforeFirst = '';
    if (beforeFirst !== '') this.write(beforeFirst, this.id);
    return this.put(batch);
  }

  /**
   * Writes text that is for this connection only and is not an event.
   *
   * @param lastId the id in its last block
   */
  write(text: string, lastId: string): void {
    const bytes = Buffer.from(text);
    const sentBytes = this.put({ bytes, lastId, events: 0, redacted: 0 });
    this.telemetry.delivered(0, bytes.length, sentBytes);
  }

  private put(batch: Batch): number {
    this.id = batch.lastId;
    this.lastAt = performance.now();
    this.events += batch.events;
    this.bytes += batch.bytes.length;
    this.redacted += batch.redacted;
    const sentBytes = this.connection.write(batch);
    this.sentBytes += sentBytes;
    return sentBytes;
  }
}
