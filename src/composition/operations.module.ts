import { Module } from '@nestjs/common';
import type { DynamicModule, Provider } from '@nestjs/common';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { DEPENDENCIES } from '../application/dependency.js';
import type { Dependency } from '../application/dependency.js';
import { EventLog } from '../application/log/event-log.js';
import { Readiness } from '../application/readiness.js';
import { StreamCatalog } from '../domain/ports/stream-catalog.js';
import { HealthModule } from '../interfaces/http/health/health.module.js';
import type { HttpSettings } from '../interfaces/http/http-settings.js';
import { AdminAppModule } from './admin-app.module.js';
import { AdminServer } from './admin-server.js';
import type { AdminAddress } from './admin-server.js';
import { catalogDependency } from './bindings/stream-catalog.js';

/** What operators are served, and where. */
export interface OperationsOptions {
  /** Modules that export `EventLog`, `StreamCatalog`, `Readiness` and `Registry`. */
  readonly imports: readonly DynamicModule[];
  /** Where operators have a port of their own; absent: the public application has the routes. */
  readonly admin?: AdminAddress;
  readonly http: HttpSettings;
  readonly logger: Logger;
}

const dependencies: Provider = {
  provide: DEPENDENCIES,
  inject: [EventLog, StreamCatalog],
  useFactory: ({ dependency }: EventLog, catalog: StreamCatalog): readonly Dependency[] => [
    ...(dependency ? [dependency] : []),
    catalogDependency(catalog),
  ],
};

/** Serves `/health*`, on the public port, or with `/metrics` on `admin_port`. */
@Module({})
export class OperationsModule {
  static register({ imports, admin, http, logger }: OperationsOptions): DynamicModule {
    if (admin === undefined) {
      const health = HealthModule.register({ imports: [...imports], providers: [dependencies] });
      return { module: OperationsModule, imports: [health] };
    }
    const adminServer: Provider = {
      provide: AdminServer,
      inject: [DEPENDENCIES, Readiness, Registry],
      useFactory: (all: readonly Dependency[], readiness: Readiness, registry: Registry) => {
        const app = AdminAppModule.register({ dependencies: all, readiness, registry, http });
        return new AdminServer(app, admin, logger);
      },
    };
    return { module: OperationsModule, imports: [...imports], providers: [dependencies, adminServer] };
  }
}
