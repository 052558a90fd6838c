import { Module } from '@nestjs/common';
import type { DynamicModule, ModuleMetadata } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HEALTH_AUDIENCE, HealthController } from './health.controller.js';

/** Serves `/health`, `/health/live` and `/health/ready`. */
@Module({})
export class HealthModule {
  /**
   * Returns the module.
   *
   * @param from providers of `DEPENDENCY_PROBES` and `ReadinessProbe`, or modules that export them
   * @param audience who can reach the routes; only operators receive host names
   */
  static register(
    from: Pick<ModuleMetadata, 'imports' | 'providers'>,
    audience: 'everybody' | 'operators' = 'everybody',
  ): DynamicModule {
    return {
      module: HealthModule,
      // The response is the report. Failures are logged where they are detected, not at every probe.
      imports: [TerminusModule.forRoot({ logger: false }), ...(from.imports ?? [])],
      providers: [...(from.providers ?? []), { provide: HEALTH_AUDIENCE, useValue: audience }],
      controllers: [HealthController],
    };
  }
}
