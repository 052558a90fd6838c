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
 * The OpenAPI description of the application it is part of: of its controllers, and of the streams on offer.
 *
 * It is made anew when it is asked for after something has changed. Until a schema is known, its streams are described
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

  /** @param app the application described: only who creates it has it */
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
   * The description as JSON.
   * @throws {Error} before {@link setUpDocs}
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

/** What the description says of itself where the events are made up; `x-sample` is for programs, such as the page. */
function sampleInfo(description: string): { readonly description: string; readonly 'x-sample': true } {
  return {
    description: `${description}. **The events served here are samples: they are made up.**`,
    'x-sample': true,
  };
}

/** Lets an application describe itself at `/?spec` and `/?doc`; to be called once, when it has been created. */
export function setUpDocs(app: INestApplication): void {
  app.get(ApiDocument).describe(app);
}
