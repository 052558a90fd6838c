import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { AdminModule } from './admin.module.js';
import { DEPENDENCIES } from './application/dependency.js';
import type { Dependency } from './application/dependency.js';
import { EventLog } from './application/event-log.js';
import type { Binding } from './binding.js';
import { KnownSchemas } from './application/known-schemas.js';
import { StreamCatalog } from './domain/ports/stream-catalog.js';
import { Telemetry } from './domain/ports/telemetry.js';
import { EventStreamsModule } from './event-streams.module.js';
import { settingsFactory } from './infrastructure/config/load-settings.js';
import type { Settings } from './infrastructure/config/settings.js';
import { MetricsModule } from './infrastructure/metrics/metrics.module.js';
import { PrometheusTelemetry } from './infrastructure/metrics/prometheus-telemetry.js';
import { PageRedactor } from './infrastructure/redaction/page-redactor.js';
import { CelFilterCompiler } from './infrastructure/cel/cel-filter-compiler.js';
import { EdgeModule } from './interfaces/http/edge.module.js';
import { HealthModule } from './interfaces/http/health.module.js';
import { HttpSettings } from './interfaces/http/http-settings.js';
import { SiteModule } from './interfaces/http/site.module.js';
import { PageModule } from './interfaces/http/ui/page.module.js';
import { catalogDependency, streamCatalog } from './stream-catalog.js';
import { kafka } from './kafka.js';
import { moduleSettings } from './module-settings.js';
import { sample } from './sample.js';
import { SchemaLife } from './schema-life.js';
import { SchemaModule } from './schema.module.js';
import { about } from './about.js';
import { builtPage } from './built-page.js';

/** The service as its settings describe it: the gateway on its log, and what operators and people need around it. */
@Module({})
export class AppModule {
  /** @param log the log to read; default: the one that the settings ask for */
  static forRoot(settings: Settings, logger: Logger, log?: EventLog): DynamicModule {
    const { adminPort, host } = settings.http;
    const metrics = MetricsModule.register({ log: logger, isServed: adminPort === undefined });
    const config = ConfigModule.forRoot({ load: [settingsFactory(settings)], ignoreEnvFile: true });
    const schemas = SchemaModule.register(settings, metrics);
    const streams = streamsOf(settings, [metrics, schemas], log);
    const page = builtPage(settings.http, logger);
    const servesSample = log === undefined && settings.kafka === undefined;
    const httpSettings = { ...about, ...httpOf(settings), uiEnabled: page !== undefined, servesSample };
    if (servesSample) logger.warn('sample events are served: they are made up, and no log is read');
    const http = { providers: [{ provide: HttpSettings, useValue: httpSettings }] };
    const operations = {
      imports: [streams, metrics],
      providers: [{ provide: DEPENDENCIES, inject: [EventLog, StreamCatalog], useFactory: dependenciesOf }],
    };
    return {
      module: AppModule,
      imports: [
        config,
        EdgeModule.register(http),
        siteOf(httpSettings, [streams, metrics, schemas]),
        adminPort === undefined
          ? HealthModule.register(operations)
          : AdminModule.register(operations, { host, port: adminPort }, httpSettings, logger),
        ...(page ? [PageModule.of(page)] : []),
        metrics,
        schemas,
        streams,
      ],
      providers: [SchemaLife],
    };
  }
}

function streamsOf(
  settings: Settings,
  imports: readonly DynamicModule[],
  log: EventLog | undefined,
): DynamicModule {
  return EventStreamsModule.forRoot({
    imports: [...imports],
    ...(log ? { log: { useValue: log } } : logOf(settings)),
    catalog: {
      inject: [Telemetry, Registry],
      useFactory: (told: Telemetry, registry: Registry) => streamCatalog(settings, told, registry),
    },
    redactor: { useValue: new PageRedactor(settings.redactedPages) },
    filters: {
      inject: [KnownSchemas],
      useFactory: (known: KnownSchemas) => new CelFilterCompiler((stream) => known.find(stream)?.schema),
    },
    telemetry: { useExisting: PrometheusTelemetry },
    settings: { useValue: moduleSettings(settings) },
  });
}

/** The log that the settings ask for: Kafka, or one in memory with sample events. */
function logOf({ kafka: cluster, memoryLog }: Settings): { readonly log: Binding<EventLog> } {
  if (cluster) return kafka(cluster);
  const { log } = sample({
    eventsPerSecond: memoryLog.sampleEventsPerSecond,
    historyMs: memoryLog.sampleHistoryMs,
    retentionBytes: memoryLog.maxBytes,
    retentionMs: memoryLog.maxAgeMs,
  });
  return { log };
}

function dependenciesOf({ dependency }: EventLog, catalog: StreamCatalog): readonly Dependency[] {
  return [...(dependency ? [dependency] : []), catalogDependency(catalog)];
}

function siteOf(http: HttpSettings, imports: readonly DynamicModule[]): DynamicModule {
  return SiteModule.register({
    imports: [...imports],
    providers: [{ provide: HttpSettings, useValue: http }],
  });
}

function httpOf({ http }: Settings): Pick<HttpSettings, 'cors' | 'csp'> {
  return { cors: http.cors, csp: http.csp };
}
