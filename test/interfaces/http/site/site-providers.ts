import type { Provider } from '@nestjs/common';
import { SchemaCache } from '../../../../src/application/schemas/schema-cache.js';
import { StreamCatalog } from '../../../../src/domain/ports/stream-catalog.js';
import { StaticCatalog } from '../../../../src/infrastructure/catalog/static-catalog.js';
import { SampleSchemas } from '../../../../src/infrastructure/memory/sample/sample-schemas.js';
import { settingsProvider } from '../test-settings.js';
import type { Settings } from '../test-settings.js';

/** What the routes around the streams are made of, where no stream is on offer. */
export function siteProviders(changes: Partial<Settings> = {}): Provider[] {
  return [
    settingsProvider(changes),
    { provide: StreamCatalog, useValue: new StaticCatalog([]) },
    { provide: SchemaCache, useValue: new SchemaCache(new SampleSchemas()) },
  ];
}
