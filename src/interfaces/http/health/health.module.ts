import { Module } from '@nestjs/common';
import type { DynamicModule, ModuleMetadata } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HEALTH_AUDIENCE, HealthController } from './health.controller.js';

/** Serves `/health`, `/health/live` and `/health/ready`. */
@Module({})
export class HealthModule {
  /**
   * The module with its parts.
   * @param from what gives `DEPENDENCY_PROBES` and `ReadinessProbe`: providers, or modules that export them
   * @param audience who can reach it: only operators are told of hosts
   */
  static register(
    from: Pick<ModuleMetadata, 'imports' | 'providers'>,
    audience: 'everybody' | 'operators' = 'everybody',
  ): DynamicModule {
    return {
      module: HealthModule,
      // A probe's answer is its own report; what is down is logged where it is noticed, not at every probe.
      imports: [TerminusModule.forRoot({ logger: false }), ...(from.imports ?? [])],
      providers: [...(from.providers ?? []), { provide: HEALTH_AUDIENCE, useValue: audience }],
      controllers: [HealthController],
    };
  }
}
