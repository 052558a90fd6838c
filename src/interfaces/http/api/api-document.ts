import { Injectable } from '@nestjs/common';
import type { INestApplication, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { merge } from 'rxjs';
import type { Subscription } from 'rxjs';
import { SchemaCache } from '../../../application/schemas/schema-cache.js';
import { StreamCatalog } from '../../../domain/ports/stream-catalog.js';
import { describeStreams } from './describe-streams.js';
import { Document } from '../documents/document.js';
import { SiteSettings } from '../site-settings.js';

/**
 * The OpenAPI description of the application: its controllers and the available streams.
 *
 * It is generated again when it is requested after a change. Streams whose schema is not known yet are described
 * without it.
 */
@Injectable()
export class ApiDocument implements OnApplicationBootstrap, OnApplicationShutdown {
  private app?: INestApplication;
  private base?: OpenAPIObject;
  private document: Document | undefined;
  private changes?: Subscription;

  constructor(
    private readonly settings: SiteSettings,
    private readonly catalog: StreamCatalog,
    private readonly schemas: SchemaCache,
  ) {}

  /** @param app the application to describe; only its creator has a reference */
  describe(app: INestApplication): void {
    this.app = app;
  }

  onApplicationBootstrap(): void {
    this.changes = merge(this.catalog.changes(), this.schemas.changes()).subscribe(() => {
      this.document = undefined;
    });
  }

  onApplicationShutdown(): void {
    this.changes?.unsubscribe();
  }

  /**
   * Returns the description as JSON.
   *
   * @throws {Error} if {@link setUpDocs} has not been called
   */
  json(): Document {
    this.base ??= this.describeRoutes();
    this.document ??= Document.of(
      'json',
      JSON.stringify(describeStreams(this.base, this.catalog, this.schemas)),
    );
    return this.document;
  }

  private describeRoutes(): OpenAPIObject {
    if (this.app === undefined) throw new Error('Cannot describe the API: setUpDocs has not been called');
    const { name, version, description, home, servesSample } = this.settings;
    const config = new DocumentBuilder()
      .setOpenAPIVersion('3.1.0')
      .setTitle(name)
      .setVersion(version)
      .setDescription(description)
      .setExternalDoc('Home page', home)
      .addTag('streams', 'Live events, and replay')
      .addTag('service', 'The site around the streams')
      .addTag('operations', 'For operators')
      .build();
    const document = SwaggerModule.createDocument(this.app, config, { autoTagControllers: false });
    return servesSample ? { ...document, info: { ...document.info, ...sampleInfo(description) } } : document;
  }
}

/** Returns the parts of the description that mark the events as samples; `x-sample` is for programs, such as the UI. */
function sampleInfo(description: string): { readonly description: string; readonly 'x-sample': true } {
  return {
    description: `${description}. **The events served here are samples: they are made up.**`,
    'x-sample': true,
  };
}

/** Makes an application describe itself at `/?spec` and `/?doc`. Call it once, after creating the application. */
export function setUpDocs(app: INestApplication): void {
  app.get(ApiDocument).describe(app);
}
