import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { Registry } from 'prom-client';
import { Telemetry } from '../../domain/ports/telemetry.js';
import { MetricsController } from './metrics.controller.js';
import { PrometheusTelemetry } from './prometheus-telemetry.js';
import type { TelemetryLog } from './telemetry-log.js';

interface MetricsOptions {
  readonly log: TelemetryLog;
  readonly isServed?: boolean;
}

/**
 * Serves `/metrics` and provides {@link Telemetry} and the `Registry`.
 *
 * The registry belongs to the application, not to the process, because one process can run several applications. The
 * providers of the Prometheus package look up names in the global registry, so metrics are created without them.
 */
@Module({})
export class MetricsModule {
  /**
   * @param options.log receives log messages for operators
   * @param options.isServed `false` if `/metrics` is served elsewhere; default `true`
   */
  static register({ log, isServed = true }: MetricsOptions): DynamicModule {
    const registry = new Registry();
    const prometheus = PrometheusModule.register({
      controller: MetricsController,
      defaultMetrics: { enabled: true, config: { register: registry } },
    });
    const registryProvider = { provide: Registry, useValue: registry };
    return {
      module: MetricsModule,
      imports: [
        {
          ...prometheus,
          providers: [...(prometheus.providers ?? []), registryProvider],
          ...(!isServed && { controllers: [] }),
        },
      ],
      providers: [
        registryProvider,
        { provide: PrometheusTelemetry, useValue: new PrometheusTelemetry(registry, log) },
        { provide: Telemetry, useExisting: PrometheusTelemetry },
      ],
      exports: [Registry, Telemetry, PrometheusTelemetry],
    };
  }
}
