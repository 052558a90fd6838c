import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { DOCS_INITIALIZER } from './docs-page.js';
import { Document } from '../documents/document.js';
import { sendDocument } from '../documents/send-document.js';

const DAY = 'public, max-age=86400';

/** The Swagger UI that @nestjs/swagger depends on, so it is resolved from that package. */
const root = dirname(
  createRequire(require.resolve('@nestjs/swagger')).resolve('swagger-ui-dist/package.json'),
);

/** The files by name. They are read once: if each request opened a file, a client could open any number of them. */
const files: ReadonlyMap<string, Document> = new Map([
  ...['swagger-ui.css', 'swagger-ui-bundle.js'].map(
    (name) => [name, Document.of(extname(name), readFileSync(join(root, name)))] as const,
  ),
  ['favicon-32x32.png', Document.built('.png', readFileSync(join(root, 'favicon-32x32.png')))],
  ['initializer.js', Document.of('.js', DOCS_INITIALIZER)],
]);

/** Serves the files of the Swagger UI page, so that it needs no other host. */
@ApiExcludeController()
@Controller('docs-assets')
export class DocsAssetsController {
  @Get(':file')
  file(@Param('file') name: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const file = files.get(name);
    if (!file) throw new NotFoundException(`Cannot GET /docs-assets/${name}`);
    return sendDocument(file, DAY, request, response);
  }
}
