import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { PageFiles } from './page-files.js';
import { sendPageFile } from './send-page-file.js';

/** Names of assets change with what is in them: a browser never has to ask again. */
const FOREVER = 'public, max-age=31536000, immutable';
/** The page names its assets: a browser asks each time whether it is still the same. */
const ASK_AGAIN = 'no-cache';

/** Serves the page. What it names is relative, seen from `/v2/ui`: without the slash at the end. */
@ApiTags('service')
@Controller('v2/ui')
export class PageController {
  constructor(private readonly files: PageFiles) {}

  @Get()
  @ApiOperation({ summary: 'The page that watches streams' })
  @ApiOkResponse({ description: 'The page', content: { 'text/html': { schema: { type: 'string' } } } })
  @ApiResponse({ status: 304, description: 'As the client has it' })
  page(@Req() request: Request, @Res() response: Response): void {
    if (request.path.endsWith('/')) response.redirect(308, `../ui${queryOf(request)}`);
    else sendPageFile(this.files.index, ASK_AGAIN, request, response);
  }

  @Get(':asset')
  @ApiExcludeEndpoint()
  asset(@Param('asset') name: string, @Req() request: Request, @Res() response: Response): void {
    const file = this.files.assets.get(name);
    if (file === undefined) throw new NotFoundException(`Cannot ${request.method} ${request.path}`);
    sendPageFile(file, FOREVER, request, response);
  }
}

function queryOf({ originalUrl }: Request): string {
  const start = originalUrl.indexOf('?');
  return start === -1 ? '' : originalUrl.slice(start);
}
