import { Injectable } from '@nestjs/common';
import type { INestApplication, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Subscription } from 'rxjs';
import { StreamCatalog } from '../../domain/ports/stream-catalog.js';
import { StreamSchemas } from '../../domain/ports/stream-schemas.js';
import type { Stream } from '../../domain/stream.js';
import { describeStreams } from './api/describe-streams.js';
import type { SchemaOf } from './api/event-components.js';
import { KnownSchemas } from './api/known-schemas.js';
import { HttpSettings } from './http-settings.js';

/**
 * The OpenAPI description of the application it is part of: of its controllers, and of the streams on offer.
 *
 * It is made anew when it is asked for after something has changed. Schemas are read in the background, from the start on and at
 * every change of the catalogue: until one is there, its streams are described without it.
 */
@Injectable()
export class ApiDocument implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly known: KnownSchemas;
  private app?: INestApplication;
  private base?: OpenAPIObject;
  private text: string | undefined;
  private changes?: Subscription;

  constructor(
    private readonly settings: HttpSettings,
    private readonly catalog: StreamCatalog,
    private readonly schemas: StreamSchemas,
  ) {
    this.known = new KnownSchemas(catalog, schemas, () => (this.text = undefined));
  }

  /** @param app the application described: only who creates it has it */
  describe(app: INestApplication): void {
    this.app = app;
  }

  onApplicationBootstrap(): void {
    this.changes = this.catalog.changes().subscribe(() => {
      this.text = undefined;
      void this.known.refresh();
    });
    void this.known.refresh();
  }

  onApplicationShutdown(): void {
    this.changes?.unsubscribe();
    this.known.close();
  }

  /**
   * The description as JSON.
   * @throws {Error} before {@link setUpDocs}
   */
  json(): string {
    this.base ??= this.describeRoutes();
    this.text ??= JSON.stringify(describeStreams(this.base, this.catalog, this.schemaOf));
    return this.text;
  }

  private readonly schemaOf: SchemaOf = (stream: Stream) => {
    const path = this.schemas.pathOf(stream);
    const schema = path === undefined ? undefined : this.known.find(path);
    return path === undefined || schema === undefined ? undefined : { path, schema };
  };

  private describeRoutes(): OpenAPIObject {
    if (this.app === undefined) throw new Error('Cannot describe the API: setUpDocs has not been called');
    const { name, version, description, home } = this.settings;
    const config = new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle(name)
      .setVersion(version)
      .setDescription(description)
      .setExternalDoc('Home page', home)
      .addTag('streams', 'Events as they happen, and from where a client left off')
      .addTag('service', 'What there is around the streams')
      .addTag('operations', 'For those who run the service')
      .build();
    return SwaggerModule.createDocument(this.app, config, { autoTagControllers: false });
  }
}

/** Lets an application describe itself at `/?spec` and `/?doc`; to be called once, when it has been created. */
export function setUpDocs(app: INestApplication): void {
  app.get(ApiDocument).describe(app);
}
