import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import type { LogAdapter } from '../application/log/log-adapter.js';
import { SchemaCache } from '../application/schemas/schema-cache.js';
import { Telemetry } from '../domain/ports/telemetry.js';
import { CelFilterCompiler } from '../infrastructure/cel/cel-filter-compiler.js';
import { settingsFactory } from '../infrastructure/config/load-settings.js';
import type { Settings } from '../infrastructure/config/settings.js';
import { MetricsModule } from '../infrastructure/metrics/metrics.module.js';
import { PrometheusTelemetry } from '../infrastructure/metrics/prometheus-telemetry.js';
import { PageRedactor } from '../infrastructure/redaction/page-redactor.js';
import { ResponseDefaultsModule } from '../interfaces/http/response-defaults.module.js';
import { SiteSettings } from '../interfaces/http/site-settings.js';
import { SiteModule } from '../interfaces/http/site/site.module.js';
import { UiModule } from '../interfaces/http/ui/ui.module.js';
import type { LogBinding } from './bindings/binding.js';
import { kafka } from './bindings/kafka.js';
import { sample } from './bindings/sample.js';
import { streamCatalog } from './bindings/stream-catalog.js';
import { eventStreamsSettings } from './event-streams-settings.js';
import { EventStreamsModule } from './event-streams.module.js';
import { OperationsModule } from './operations.module.js';
import { SchemasLifecycle } from './schemas-lifecycle.js';
import { SchemasModule } from './schemas.module.js';
import { serviceInfo } from './service-info.js';
import { loadUiFiles } from './ui-assets.js';

/** The whole service, as its settings describe it: streams, endpoints for operators, and pages for people. */
@Module({})
export class AppModule {
  /** @param log the log to read; default: as configured */
  static forRoot(settings: Settings, logger: Logger, log?: LogAdapter): DynamicModule {
    const { adminPort, host, cors, csp } = settings.http;
    const uiFiles = loadUiFiles(settings.http, logger);
    const servesSample = log === undefined && settings.kafka === undefined;
    if (servesSample) logger.warn('serving sample events: they are generated, and no Kafka is read');
    const http = { ...serviceInfo, cors, csp, uiEnabled: uiFiles !== undefined, servesSample };
    const httpSettings = { provide: SiteSettings, useValue: http };

    const metrics = MetricsModule.register({ log: logger, isServed: adminPort === undefined });
    const schemas = SchemasModule.register(settings, metrics);
    const streams = streamsModule(settings, [metrics, schemas], log);
    const admin = adminPort === undefined ? {} : { admin: { host, port: adminPort } };
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot({ load: [settingsFactory(settings)], ignoreEnvFile: true }),
        ResponseDefaultsModule.register({ providers: [httpSettings] }),
        SiteModule.register({ imports: [streams, metrics, schemas], providers: [httpSettings] }),
        OperationsModule.register({ imports: [streams, metrics], ...admin, http, logger }),
        ...(uiFiles ? [UiModule.of(uiFiles)] : []),
        metrics,
        schemas,
        streams,
      ],
      providers: [SchemasLifecycle],
    };
  }
}

/** The streams, with the configured adapters. */
function streamsModule(
  settings: Settings,
  imports: readonly DynamicModule[],
  log: LogAdapter | undefined,
): DynamicModule {
  return EventStreamsModule.forRoot({
    imports: [...imports],
    ...(log ? { log: { useValue: log } } : logBinding(settings)),
    catalog: {
      inject: [Telemetry, Registry],
      useFactory: (telemetry: Telemetry, registry: Registry) => streamCatalog(settings, telemetry, registry),
    },
    redactor: { useValue: new PageRedactor(settings.redactedPages) },
    filters: {
      inject: [SchemaCache],
      useFactory: (schemas: SchemaCache) => new CelFilterCompiler((stream) => schemas.find(stream)?.schema),
    },
    telemetry: { useExisting: PrometheusTelemetry },
    settings: { useValue: eventStreamsSettings(settings) },
  });
}

/** The configured log: Kafka, or one in memory with sample events. */
function logBinding({ kafka: cluster, memoryLog }: Settings): LogBinding {
  if (cluster) return kafka(cluster);
  const { log } = sample({
    eventsPerSecond: memoryLog.sampleEventsPerSecond,
    historyMs: memoryLog.sampleHistoryMs,
    retentionBytes: memoryLog.maxBytes,
    retentionMs: memoryLog.maxAgeMs,
  });
  return { log };
}
