import { Module } from '@nestjs/common';
import type { DynamicModule, Provider } from '@nestjs/common';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { DEPENDENCY_PROBES } from '../application/dependency-probe.js';
import type { DependencyProbe } from '../application/dependency-probe.js';
import { LogAdapter } from '../application/log/log-adapter.js';
import { ReadinessProbe } from '../application/readiness-probe.js';
import { StreamCatalog } from '../domain/ports/stream-catalog.js';
import { HealthModule } from '../interfaces/http/health/health.module.js';
import type { SiteSettings } from '../interfaces/http/site-settings.js';
import { AdminAppModule } from './admin-app.module.js';
import { AdminServer } from './admin-server.js';
import type { AdminAddress } from './admin-server.js';
import { catalogDependency } from './bindings/stream-catalog.js';

/** Where the operators' endpoints are served, and what they need. */
export interface OperationsOptions {
  /** Modules that export `LogAdapter`, `StreamCatalog`, `ReadinessProbe` and `Registry`. */
  readonly imports: readonly DynamicModule[];
  /** The separate port for operators; absent: the public application serves the routes. */
  readonly admin?: AdminAddress;
  readonly http: SiteSettings;
  readonly logger: Logger;
}

const dependencies: Provider = {
  provide: DEPENDENCY_PROBES,
  inject: [LogAdapter, StreamCatalog],
  useFactory: ({ dependency }: LogAdapter, catalog: StreamCatalog): readonly DependencyProbe[] => [
    ...(dependency ? [dependency] : []),
    catalogDependency(catalog),
  ],
};

/** Serves `/health*` on the public port, or `/health*` and `/metrics` on `admin_port`. */
@Module({})
export class OperationsModule {
  static register({ imports, admin, http, logger }: OperationsOptions): DynamicModule {
    if (admin === undefined) {
      const health = HealthModule.register({ imports: [...imports], providers: [dependencies] });
      return { module: OperationsModule, imports: [health] };
    }
    const adminServer: Provider = {
      provide: AdminServer,
      inject: [DEPENDENCY_PROBES, ReadinessProbe, Registry],
      useFactory: (all: readonly DependencyProbe[], readiness: ReadinessProbe, registry: Registry) => {
        const app = AdminAppModule.register({ dependencies: all, readiness, registry, http });
        return new AdminServer(app, admin, logger);
      },
    };
    return { module: OperationsModule, imports: [...imports], providers: [dependencies, adminServer] };
  }
}
