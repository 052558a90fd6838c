import { Module } from '@nestjs/common';
import type { DynamicModule, ModuleMetadata } from '@nestjs/common';
import { ApiDocument } from '../api/api-document.js';
import { DocsAssetsController } from './docs-assets.controller.js';
import { InfoController } from './info.controller.js';
import { RobotsController } from './robots.controller.js';
import { RootController } from './root.controller.js';

/** Serves everything besides the streams: `/`, `/_info`, `/rc`, `/robots.txt` and the API documentation. */
@Module({})
export class SiteModule {
  /** @param from providers of `SiteSettings`, `StreamCatalog` and `SchemaCache`, or modules that export them */
  static register(from: Pick<ModuleMetadata, 'imports' | 'providers'>): DynamicModule {
    return {
      module: SiteModule,
      imports: [...(from.imports ?? [])],
      providers: [...(from.providers ?? []), ApiDocument],
      controllers: [RootController, InfoController, RobotsController, DocsAssetsController],
      exports: [ApiDocument],
    };
  }
}
