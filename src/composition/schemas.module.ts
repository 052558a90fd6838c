import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { SchemaCache } from '../application/schemas/schema-cache.js';
import type { StreamSchemas } from '../domain/ports/stream-schemas.js';
import { Telemetry } from '../domain/ports/telemetry.js';
import type { Settings } from '../infrastructure/config/settings.js';
import { SampleSchemas } from '../infrastructure/memory/sample/sample-schemas.js';
import { RepositorySchemas } from '../infrastructure/schemas/repository-schemas.js';

/** Provides `SchemaCache`, for the API description and for filters. */
@Module({})
export class SchemasModule {
  /** @param metrics the module that exports `Telemetry` */
  static register(settings: Settings, metrics: DynamicModule): DynamicModule {
    const useFactory = (telemetry: Telemetry): SchemaCache =>
      new SchemaCache(schemasOf(settings, (message) => telemetry.warn(message)));
    return {
      module: SchemasModule,
      imports: [metrics],
      providers: [{ provide: SchemaCache, inject: [Telemetry], useFactory }],
      exports: [SchemaCache],
    };
  }
}

/** The configured schema repositories; without one, and without a catalogue, the schemas of the sample. */
function schemasOf(
  { catalog, schemas, userAgent }: Settings,
  warn: (message: string) => void,
): StreamSchemas {
  const isSample = catalog.uri === undefined && schemas.baseUris.length === 0;
  return isSample ? new SampleSchemas() : new RepositorySchemas({ ...schemas, userAgent, warn });
}
