import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { Registry } from 'prom-client';
import { DEPENDENCIES } from './application/dependency.js';
import type { Dependency } from './application/dependency.js';
import { Readiness } from './application/readiness.js';
import { MetricsController } from './infrastructure/metrics/metrics.controller.js';
import { EdgeModule } from './interfaces/http/edge.module.js';
import { HealthModule } from './interfaces/http/health.module.js';
import { HttpSettings } from './interfaces/http/http-settings.js';

/** What of a running service operators look at. */
export interface Operated {
  readonly dependencies: readonly Dependency[];
  readonly readiness: Readiness;
  readonly registry: Registry;
  readonly http: HttpSettings;
}

/** Serves `/metrics` and `/health*` of a service that runs elsewhere in the process, and nothing else. */
@Module({})
export class OperationsModule {
  static of({ dependencies, readiness, registry, http }: Operated): DynamicModule {
    return {
      module: OperationsModule,
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
