import { Controller, Get, Header, NotFoundException, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { DOCS_INITIALIZER } from './docs-page.js';

const FILES = new Set(['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']);
const DAY_MS = 86_400_000;

/** The Swagger UI as @nestjs/swagger brings it: resolved from there, since that is who depends on it. */
const root = dirname(
  createRequire(require.resolve('@nestjs/swagger')).resolve('swagger-ui-dist/package.json'),
);

/** Serves what the page of the Swagger UI is made of, so that it needs no other host. */
@ApiExcludeController()
@Controller('docs-assets')
export class DocsAssetsController {
  @Get('initializer.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  initializer(): string {
    return DOCS_INITIALIZER;
  }

  @Get(':file')
  file(@Param('file') file: string, @Res() response: Response): void {
    if (!FILES.has(file)) throw new NotFoundException(`Cannot GET /docs-assets/${file}`);
    response.sendFile(file, { root, maxAge: DAY_MS });
  }
}
