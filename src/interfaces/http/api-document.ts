import { Injectable } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { HttpSettings } from './http-settings.js';

/** The OpenAPI description of the application it is part of, made from its controllers when first asked for. */
@Injectable()
export class ApiDocument {
  private app?: INestApplication;
  private document?: OpenAPIObject;

  constructor(private readonly settings: HttpSettings) {}

  /** @param app the application described: only who creates it has it */
  describe(app: INestApplication): void {
    this.app = app;
  }

  /** @throws {Error} before {@link setUpDocs} */
  get(): OpenAPIObject {
    this.document ??= this.build();
    return this.document;
  }

  private build(): OpenAPIObject {
    if (this.app === undefined) throw new Error('Cannot describe the API: setUpDocs has not been called');
    const { name, version, description, home } = this.settings;
    const config = new DocumentBuilder()
      .setTitle(name)
      .setVersion(version)
      .setDescription(description)
      .setExternalDoc('Home page', home)
      .build();
    return SwaggerModule.createDocument(this.app, config);
  }
}

/** Lets an application describe itself at `/?spec` and `/?doc`; to be called once, when it has been created. */
export function setUpDocs(app: INestApplication): void {
  app.get(ApiDocument).describe(app);
}
