import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { Registry } from 'prom-client';
import { DEPENDENCIES } from '../application/dependency.js';
import type { Dependency } from '../application/dependency.js';
import { Readiness } from '../application/readiness.js';
import { MetricsController } from '../infrastructure/metrics/metrics.controller.js';
import { EdgeModule } from '../interfaces/http/edge.module.js';
import { HealthModule } from '../interfaces/http/health/health.module.js';
import { HttpSettings } from '../interfaces/http/http-settings.js';

/** What operators see of a running service. */
export interface AdminAppOptions {
  readonly dependencies: readonly Dependency[];
  readonly readiness: Readiness;
  readonly registry: Registry;
  readonly http: HttpSettings;
}

/** The application on `admin_port`: `/metrics` and `/health*` of the service, and nothing else. */
@Module({})
export class AdminAppModule {
  static register({ dependencies, readiness, registry, http }: AdminAppOptions): DynamicModule {
    return {
      module: AdminAppModule,
      imports: [
        EdgeModule.register({ providers: [{ provide: HttpSettings, useValue: http }] }),
        HealthModule.register(
          {
            providers: [
              { provide: DEPENDENCIES, useValue: dependencies },
              { provide: Readiness, useValue: readiness },
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
