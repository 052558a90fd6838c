import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ASK_AGAIN, sendDocument } from '../documents/send-document.js';
import { UiFiles } from './ui-files.js';

/** Names of assets change with their content, so browsers never need to revalidate them. */
const FOREVER = 'public, max-age=31536000, immutable';

/** Serves the page. Its links are relative to `/v2/ui`, without a trailing slash. */
@ApiTags('service')
@Controller('v2/ui')
export class UiController {
  constructor(private readonly files: UiFiles) {}

  @Get()
  @ApiOperation({ summary: 'The page that watches streams' })
  @ApiOkResponse({ description: 'The page', content: { 'text/html': { schema: { type: 'string' } } } })
  @ApiResponse({ status: 304, description: 'As the client has it' })
  async page(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (request.path.endsWith('/')) response.redirect(308, `../ui${queryOf(request)}`);
    else await sendDocument(this.files.index, ASK_AGAIN, request, response);
  }

  @Get(':asset')
  @ApiExcludeEndpoint()
  asset(@Param('asset') name: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const file = this.files.assets.get(name);
    if (file === undefined) throw new NotFoundException(`Cannot ${request.method} ${request.path}`);
    return sendDocument(file, FOREVER, request, response);
  }
}

function queryOf({ originalUrl }: Request): string {
  const start = originalUrl.indexOf('?');
  return start === -1 ? '' : originalUrl.slice(start);
}
