import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { Registry } from 'prom-client';
import { Telemetry } from '../../domain/ports/telemetry.js';
import { MetricsController } from './metrics.controller.js';
import { PrometheusTelemetry } from './prometheus-telemetry.js';
import type { TelemetryLog } from './telemetry-log.js';

/**
 * Serves `/metrics` and gives {@link Telemetry} and the `Registry`.
 *
 * The registry belongs to the application, not to the process: several can run in one. The providers of
 * the Prometheus package look names up in the global registry, so metrics are made without them.
 */
@Module({})
export class MetricsModule {
  /** @param log where telemetry writes what an operator should read */
  static register({ log }: { readonly log: TelemetryLog }): DynamicModule {
    const registry = new Registry();
    const prometheus = PrometheusModule.register({
      controller: MetricsController,
      defaultMetrics: { enabled: true, config: { register: registry } },
    });
    const registryProvider = { provide: Registry, useValue: registry };
    return {
      module: MetricsModule,
      imports: [{ ...prometheus, providers: [...(prometheus.providers ?? []), registryProvider] }],
      providers: [registryProvider, { provide: Telemetry, useValue: new PrometheusTelemetry(registry, log) }],
      exports: [Registry, Telemetry],
    };
  }
}
