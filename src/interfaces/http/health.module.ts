import { Module } from '@nestjs/common';
import type { DynamicModule, ModuleMetadata } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller.js';

/** Serves `/health`, `/health/live` and `/health/ready`. */
@Module({})
export class HealthModule {
  /** @param from what gives `DEPENDENCIES` and `Readiness`: providers, or modules that export them */
  static register(from: Pick<ModuleMetadata, 'imports' | 'providers'>): DynamicModule {
    return {
      module: HealthModule,
      // A probe's answer is its own report; what is down is logged where it is noticed, not at every probe.
      imports: [TerminusModule.forRoot({ logger: false }), ...(from.imports ?? [])],
      providers: [...(from.providers ?? [])],
      controllers: [HealthController],
    };
  }
}
