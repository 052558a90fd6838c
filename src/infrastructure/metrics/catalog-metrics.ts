import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

const OUTCOMES = ['changed', 'unchanged', 'failed'] as const;

/** Counts the reads of a catalogue, in one registry. Create one per registry. */
export class CatalogMetrics {
  private readonly refreshes: Counter;
  private readonly lastGood: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.refreshes = new Counter({
      name: 'eventstreams_catalog_refreshes_total',
      help: 'Reads of the stream catalogue, by outcome; after a failed read the last valid catalogue is kept',
      labelNames: ['outcome'],
      registers,
    });
    // Starts at 0, because an alert on an increase needs an earlier value.
    for (const outcome of OUTCOMES) this.refreshes.inc({ outcome }, 0);
    this.lastGood = new Gauge({
      name: 'eventstreams_catalog_last_good_refresh_timestamp_seconds',
      help: 'Time of the last valid read of the stream catalogue',
      registers,
    });
  }

  refreshed(outcome: (typeof OUTCOMES)[number]): void {
    this.refreshes.inc({ outcome });
    if (outcome !== 'failed') this.lastGood.setToCurrentTime();
  }
}
