import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { UiController } from './ui.controller.js';
import { UiFiles } from './ui-files.js';

/** Serves the page that watches streams, at `/v2/ui`. */
@Module({})
export class UiModule {
  static of(files: UiFiles): DynamicModule {
    return {
      module: UiModule,
      controllers: [UiController],
      providers: [{ provide: UiFiles, useValue: files }],
    };
  }
}
