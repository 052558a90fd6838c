import { Telemetry } from '../../../src/domain/ports/telemetry.js';
import type { FetchReport } from '../../../src/domain/ports/telemetry.js';

/** Keeps what the Kafka adapter tells. */
export class FetchReports extends Telemetry {
  readonly fetches: FetchReport[] = [];
  readonly warnings: string[] = [];

  override fetched(report: FetchReport): void {
    this.fetches.push(report);
  }

  override warn(message: string): void {
    this.warnings.push(message);
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
