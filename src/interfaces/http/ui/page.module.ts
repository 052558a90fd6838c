import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { PageController } from './page.controller.js';
import { PageFiles } from './page-files.js';

/** Serves the page that watches streams, at `/v2/ui`. */
@Module({})
export class PageModule {
  static of(files: PageFiles): DynamicModule {
    return {
      module: PageModule,
      controllers: [PageController],
      providers: [{ provide: PageFiles, useValue: files }],
    };
  }
}
