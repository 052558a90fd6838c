import type { Metric } from 'prom-client';
import { Registry } from 'prom-client';
import { MetricsPage } from '../support/metrics.js';
import { startService } from '../support/service.js';

/** A metric that the service serves. */
export interface ServedMetric {
  readonly type: string;
  readonly labels: readonly string[];
}

/** What `/metrics` of a whole service gives, by name. */
export async function servedMetrics(): Promise<ReadonlyMap<string, ServedMetric>> {
  const service = await startService({ edit: { topics: ['dc1.edit'] } });
  try {
    const registry = service.app.get(Registry, { strict: false });
    const { types } = await MetricsPage.of(service.url);
    return new Map(
      Array.from(types, ([name, type]) => {
        const { labelNames } = registry.getSingleMetric(name) as Metric & {
          readonly labelNames: readonly string[];
        };
        return [name, { type, labels: labelNames }];
      }),
    );
  } finally {
    await service.close();
  }
}

/**
 * The labels of each series that an expression may name, those of every scrape among them: a histogram is three series.
 */
export function seriesOf(metrics: ReadonlyMap<string, ServedMetric>): ReadonlyMap<string, readonly string[]> {
  const scraped = ['job', 'instance'];
  const series = new Map<string, readonly string[]>([['up', scraped]]);
  for (const [name, { type, labels }] of metrics) {
    const all = [...labels, ...scraped];
    if (type !== 'histogram') series.set(name, all);
    else for (const suffix of ['bucket', 'sum', 'count']) series.set(`${name}_${suffix}`, [...all, 'le']);
  }
  return series;
}
