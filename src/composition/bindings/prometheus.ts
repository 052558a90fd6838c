import { Logger } from '@nestjs/common';
import { register } from 'prom-client';
import type { Registry } from 'prom-client';
import { PrometheusTelemetry } from '../../infrastructure/metrics/prometheus-telemetry.js';
import type { TelemetryLog } from '../../infrastructure/metrics/telemetry-log.js';
import type { TelemetryBinding } from './binding.js';

/** Where the service counts and logs. */
export interface PrometheusOptions {
  /**
   * What `/metrics` of the application serves; default the global one of `prom-client`, which `PrometheusModule`
   * serves.
   */
  readonly registry?: Registry;
  /** What an operator should read; default Nest's `Logger`, and so the application's. */
  readonly log?: TelemetryLog;
}

/**
 * Binds telemetry to a Prometheus registry and a log of the application. A registry holds the metrics of one module.
 */
export function prometheus({
  registry = register,
  log = nestTelemetryLog(),
}: PrometheusOptions = {}): TelemetryBinding {
  return { telemetry: { useFactory: () => new PrometheusTelemetry(registry, log) } };
}

/** What tells Nest's `Logger`, and so whatever logger the application has, what an operator should read. */
export function nestTelemetryLog(): TelemetryLog {
  const logger = new Logger('EventStreams');
  return {
    info: (details, msg) => logger.log({ msg, ...details }),
    warn: (details, msg) => logger.warn({ msg, ...details }),
    error: (details, msg) => logger.error({ msg, ...details }),
  };
}
