import { Module } from '@nestjs/common';
import type { DynamicModule, ModuleMetadata } from '@nestjs/common';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { AdminServer } from './admin-server.js';
import type { AdminAddress } from './admin-server.js';
import { DEPENDENCIES } from './application/dependency.js';
import type { Dependency } from './application/dependency.js';
import { Readiness } from './application/readiness.js';
import type { HttpSettings } from './interfaces/http/http-settings.js';
import { OperationsModule } from './operations.module.js';

/** Serves `/metrics` and `/health*` of the application that it is part of on a port of their own. */
@Module({})
export class AdminModule {
  /** @param from what gives `DEPENDENCIES`, `Readiness` and `Registry`: providers, or modules that export them */
  static register(
    from: Required<Pick<ModuleMetadata, 'imports' | 'providers'>>,
    address: AdminAddress,
    http: HttpSettings,
    logger: Logger,
  ): DynamicModule {
    return {
      module: AdminModule,
      imports: from.imports,
      providers: [
        ...from.providers,
        {
          provide: AdminServer,
          inject: [DEPENDENCIES, Readiness, Registry],
          useFactory: (dependencies: readonly Dependency[], readiness: Readiness, registry: Registry) =>
            new AdminServer(
              OperationsModule.of({ dependencies, readiness, registry, http }),
              address,
              logger,
            ),
        },
      ],
    };
  }
}
