import type { Provider } from '@nestjs/common';
import { StreamCatalog } from '../../../src/domain/ports/stream-catalog.js';
import { StreamSchemas } from '../../../src/domain/ports/stream-schemas.js';
import { StaticCatalog } from '../../../src/infrastructure/catalog/static-catalog.js';
import { RepositorySchemas } from '../../../src/infrastructure/schemas/repository-schemas.js';
import { settingsProvider } from './test-settings.js';
import type { Settings } from './test-settings.js';

/** What the routes around the streams are made of, where no stream is on offer. */
export function siteProviders(changes: Partial<Settings> = {}): Provider[] {
  const schemas = new RepositorySchemas({ baseUris: [], latestVersion: 'latest', warn: () => undefined });
  return [
    settingsProvider(changes),
    { provide: StreamCatalog, useValue: new StaticCatalog([]) },
    { provide: StreamSchemas, useValue: schemas },
  ];
}
