import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Document } from '../documents/document.js';
import { ASK_AGAIN, sendDocument } from '../documents/send-document.js';

const rules = Document.of('txt', 'User-agent: *\nDisallow: /\n');

/** Keeps crawlers away: they would keep streams open forever. */
@ApiTags('service')
@Controller('robots.txt')
export class RobotsController {
  @Get()
  @ApiOperation({ summary: 'Rules for crawlers' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  robots(@Req() request: Request, @Res() response: Response): Promise<void> {
    return sendDocument(rules, ASK_AGAIN, request, response);
  }
}
