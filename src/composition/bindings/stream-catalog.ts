import type { Registry } from 'prom-client';
import type { DependencyProbe } from '../../application/dependency-probe.js';
import type { StreamCatalog } from '../../domain/ports/stream-catalog.js';
import type { Telemetry } from '../../domain/ports/telemetry.js';
import type { Settings } from '../../infrastructure/config/settings.js';
import { LoadedCatalog, loadCatalog } from '../../infrastructure/catalog/loaded-catalog.js';
import { StaticCatalog } from '../../infrastructure/catalog/static-catalog.js';
import { sampleStreams } from '../../infrastructure/memory/sample/sample-streams.js';
import { CatalogMetrics } from '../../infrastructure/metrics/catalog-metrics.js';

/**
 * The configured catalogue, or the sample.
 *
 * @throws {InvalidStreamConfig} if it contains no valid stream
 */
export async function streamCatalog(
  { catalog, userAgent }: Settings,
  telemetry: Telemetry,
  registry: Registry,
): Promise<StreamCatalog> {
  const { uri, ...options } = catalog;
  if (uri === undefined) return new StaticCatalog(sampleStreams);
  const metrics = new CatalogMetrics(registry);
  return loadCatalog(uri, {
    ...options,
    userAgent,
    warn: (message) => telemetry.warn(message),
    onRefresh: (outcome) => metrics.refreshed(outcome),
  });
}

/**
 * Reports its health. A catalogue that could not be refreshed is still used, so it is up, with a message that says what
 * is wrong.
 */
export function catalogDependency(catalog: StreamCatalog): DependencyProbe {
  return {
    name: 'stream-catalog',
    check: () => {
      const up = catalog.list().length > 0;
      if (!(catalog instanceof LoadedCatalog) || catalog.staleReason === undefined) return { up };
      const since = new Date(catalog.lastGoodAt).toISOString();
      return {
        up,
        detail: `serving the last valid catalogue, of ${since}; the refresh fails: ${catalog.staleReason}`,
      };
    },
  };
}
