import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { AdminModule } from './admin.module.js';
import { DEPENDENCIES } from './application/dependency.js';
import { Gateway } from './application/gateway.js';
import type { Limits } from './application/limits.js';
import { Readiness } from './application/readiness.js';
import { KnownSchemas } from './application/known-schemas.js';
import { StreamCatalog } from './domain/ports/stream-catalog.js';
import { Telemetry } from './domain/ports/telemetry.js';
import { EventStreamsModule } from './event-streams.module.js';
import { settingsFactory } from './infrastructure/config/load-settings.js';
import type { Settings } from './infrastructure/config/settings.js';
import { MetricsModule } from './infrastructure/metrics/metrics.module.js';
import { PageRedactor } from './infrastructure/redaction/page-redactor.js';
import { CelFilterCompiler } from './infrastructure/cel/cel-filter-compiler.js';
import { EdgeModule } from './interfaces/http/edge.module.js';
import { HealthModule } from './interfaces/http/health.module.js';
import { HttpSettings } from './interfaces/http/http-settings.js';
import type { StreamSettings } from './interfaces/http/stream-settings.js';
import { SiteModule } from './interfaces/http/site.module.js';
import { PageModule } from './interfaces/http/ui/page.module.js';
import { catalogDependency, streamCatalog } from './stream-catalog.js';
import { LogParts, logParts } from './log-parts.js';
import { SchemaLife } from './schema-life.js';
import { SchemaModule } from './schema.module.js';
import { about } from './about.js';
import { builtPage } from './built-page.js';

/** The service as its settings describe it: the gateway on its log, and what operators and people need around it. */
@Module({})
export class AppModule {
  /** @param parts the log to read; default: the one that the settings ask for */
  static forRoot(settings: Settings, logger: Logger, parts?: LogParts): DynamicModule {
    const { adminPort, host } = settings.http;
    const metrics = MetricsModule.register({ log: logger, isServed: adminPort === undefined });
    const config = ConfigModule.forRoot({ load: [settingsFactory(settings)], ignoreEnvFile: true });
    const logModule = logModuleOf(settings, metrics, parts);
    const schemaModule = SchemaModule.register(settings, metrics);
    const streams = EventStreamsModule.forRoot({
      imports: [metrics, logModule, schemaModule],
      catalog: {
        inject: [Telemetry, Registry],
        useFactory: (told: Telemetry, registry: Registry) => streamCatalog(settings, told, registry),
      },
      source: { inject: [LogParts], useFactory: (log: LogParts) => log.source },
      offsets: { inject: [LogParts], useFactory: (log: LogParts) => log.offsets },
      redactor: { useValue: new PageRedactor(settings.redactedPages) },
      filters: {
        inject: [KnownSchemas],
        useFactory: (known: KnownSchemas) => new CelFilterCompiler((stream) => known.find(stream)?.schema),
      },
      limits: limitsOf(settings),
      settings: streamSettingsOf(settings),
    });
    const page = builtPage(settings.http, logger);
    const httpSettings = { ...about, ...httpOf(settings), uiEnabled: page !== undefined };
    const http = { providers: [{ provide: HttpSettings, useValue: httpSettings }] };
    const operations = {
      imports: [logModule, streams, metrics],
      providers: [
        {
          provide: DEPENDENCIES,
          inject: [LogParts, StreamCatalog],
          useFactory: ({ dependency }: LogParts, catalog: StreamCatalog) => [
            dependency,
            catalogDependency(catalog),
          ],
        },
        { provide: Readiness, inject: [Gateway], useFactory: readinessOf },
      ],
    };
    return {
      module: AppModule,
      imports: [
        config,
        EdgeModule.register(http),
        siteOf(httpSettings, [streams, metrics, schemaModule]),
        ...(page === undefined ? [] : [PageModule.of(page)]),
        adminPort === undefined
          ? HealthModule.register(operations)
          : AdminModule.register(operations, { host, port: adminPort }, httpSettings, logger),
        metrics,
        schemaModule,
        streams,
      ],
      providers: [SchemaLife],
    };
  }
}

@Module({})
class LogModule {}

function logModuleOf(settings: Settings, metrics: DynamicModule, parts: LogParts | undefined): DynamicModule {
  return {
    module: LogModule,
    imports: [metrics],
    providers: [
      {
        provide: LogParts,
        inject: [Telemetry],
        useFactory: (told: Telemetry) => parts ?? logParts(settings, told),
      },
    ],
    exports: [LogParts],
  };
}

function siteOf(http: HttpSettings, imports: readonly DynamicModule[]): DynamicModule {
  return SiteModule.register({
    imports: [...imports],
    providers: [{ provide: HttpSettings, useValue: http }],
  });
}

function readinessOf(gateway: Gateway): Readiness {
  return { ready: () => ({ ready: gateway.missing.length === 0, reasons: gateway.missing }) };
}

function httpOf({ http }: Settings): Pick<HttpSettings, 'cors' | 'csp'> {
  return { cors: http.cors, csp: http.csp };
}

function streamSettingsOf({ delivery, http }: Settings): StreamSettings {
  const { maxConnections, clientIpConnectionLimit, trustedProxies } = http;
  return {
    stallMs: delivery.stallMs,
    drainMs: delivery.drainMs,
    ...(maxConnections !== undefined && { maxConnections }),
    ...(clientIpConnectionLimit !== undefined && { clientIpConnectionLimit }),
    ...(trustedProxies && { trustedProxies }),
  };
}

function limitsOf({ reading, delivery }: Settings): Limits {
  const { heartbeatMs, retryMs, batchMs, maxConnectionMs, maxIdBytes, lastEventIdOffsets } = delivery;
  return {
    ...reading,
    heartbeatMs,
    retryMs,
    batchMs,
    maxConnectionMs,
    maxIdBytes,
    idOffsets: lastEventIdOffsets,
  };
}
