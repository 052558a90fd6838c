import { Logger } from '@nestjs/common';
import { register } from 'prom-client';
import type { Registry } from 'prom-client';
import { PrometheusTelemetry } from '../../infrastructure/metrics/prometheus-telemetry.js';
import type { TelemetryLog } from '../../infrastructure/metrics/telemetry-log.js';
import type { TelemetryBinding } from './binding.js';

/** Where metrics and log messages go. */
export interface PrometheusOptions {
  /**
   * The registry that the application serves at `/metrics`; default: the global one of `prom-client`, which
   * `PrometheusModule` serves.
   */
  readonly registry?: Registry;
  /** Receives messages for operators; default: Nest's `Logger`, and so the application's logger. */
  readonly log?: TelemetryLog;
}

/**
 * Binds telemetry to a Prometheus registry and a logger of the application. A registry can hold the metrics of one
 * module only.
 */
export function prometheus({
  registry = register,
  log = nestTelemetryLog(),
}: PrometheusOptions = {}): TelemetryBinding {
  return { telemetry: { useFactory: () => new PrometheusTelemetry(registry, log) } };
}

/** Sends messages for operators to Nest's `Logger`, and so to the application's logger. */
export function nestTelemetryLog(): TelemetryLog {
  const logger = new Logger('EventStreams');
  return {
    info: (details, msg) => logger.log({ msg, ...details }),
    warn: (details, msg) => logger.warn({ msg, ...details }),
    error: (details, msg) => logger.error({ msg, ...details }),
  };
}
