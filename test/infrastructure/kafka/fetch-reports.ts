import { Telemetry } from '../../../src/domain/ports/telemetry.js';
import type { FetchReport, UnreadableTopic } from '../../../src/domain/ports/telemetry.js';

/** Keeps what the Kafka adapter tells. */
export class FetchReports extends Telemetry {
  readonly fetches: FetchReport[] = [];
  readonly warnings: string[] = [];
  /** Why topics cannot be read, now. */
  readonly unreadable = new Map<string, string>();

  override fetched(report: FetchReport): void {
    this.fetches.push(report);
  }

  override warn(message: string): void {
    this.warnings.push(message);
  }

  override topicUnreadable({ topic, reason }: UnreadableTopic): void {
    this.unreadable.set(topic, reason);
  }

  override topicReadable(topic: string): void {
    this.unreadable.delete(topic);
  }

  override watch(): void {}
  override recordsRead(): void {}
  override redacted(): void {}
  override withheld(): void {}
  override delivered(): void {}
  override filtered(): void {}
  override readerOpened(): void {}
  override readerClosed(): void {}
  override refused(): void {}
  override logBroke(): void {}
}
