import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { SchemaCache } from '../application/schemas/schema-cache.js';
import { StreamCatalog } from '../domain/ports/stream-catalog.js';

/** Loads schemas in the background from the start of the application on. */
@Injectable()
export class SchemasLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly schemas: SchemaCache,
    private readonly catalog: StreamCatalog,
  ) {}

  onApplicationBootstrap(): void {
    this.schemas.follow(this.catalog);
  }

  onApplicationShutdown(): void {
    this.schemas.close();
  }
}
