import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { Registry } from 'prom-client';
import { DEPENDENCY_PROBES } from '../application/dependency-probe.js';
import type { DependencyProbe } from '../application/dependency-probe.js';
import { ReadinessProbe } from '../application/readiness-probe.js';
import { MetricsController } from '../infrastructure/metrics/metrics.controller.js';
import { ResponseDefaultsModule } from '../interfaces/http/response-defaults.module.js';
import { HealthModule } from '../interfaces/http/health/health.module.js';
import { SiteSettings } from '../interfaces/http/site-settings.js';

/** What the application for operators shows of a running service. */
export interface AdminAppOptions {
  readonly dependencies: readonly DependencyProbe[];
  readonly readiness: ReadinessProbe;
  readonly registry: Registry;
  readonly http: SiteSettings;
}

/** The application on `admin_port`: `/metrics` and `/health*` of the service, and nothing else. */
@Module({})
export class AdminAppModule {
  static register({ dependencies, readiness, registry, http }: AdminAppOptions): DynamicModule {
    return {
      module: AdminAppModule,
      imports: [
        ResponseDefaultsModule.register({ providers: [{ provide: SiteSettings, useValue: http }] }),
        HealthModule.register(
          {
            providers: [
              { provide: DEPENDENCY_PROBES, useValue: dependencies },
              { provide: ReadinessProbe, useValue: readiness },
            ],
          },
          'operators',
        ),
      ],
      controllers: [MetricsController],
      providers: [{ provide: Registry, useValue: registry }],
    };
  }
}
