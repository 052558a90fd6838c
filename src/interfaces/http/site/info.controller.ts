import { Controller, Get, Redirect, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiNotMonitored } from '../api/x-monitor.decorator.js';
import { Document } from '../documents/document.js';
import { ASK_AGAIN, sendDocument } from '../documents/send-document.js';
import { SiteSettings } from '../site-settings.js';

const text = { type: 'string' } as const;

const sample = {
  type: 'boolean',
  description: 'true if the events are generated samples; absent if they come from Kafka',
} as const;

/** Serves the name, version, description and home page of the service. */
@ApiTags('service')
@Controller('_info')
export class InfoController {
  private readonly all: Document;
  private readonly names: Document;
  private readonly versions: Document;

  constructor(private readonly settings: SiteSettings) {
    const { name, version, description, home, servesSample } = settings;
    this.all = json({ name, version, description, home, ...(servesSample && { sample: true }) });
    this.names = json({ name });
    this.versions = json({ version });
  }

  @Get()
  @ApiOperation({ summary: 'Name, version, description and home page of the service' })
  @ApiOkResponse({
    schema: {
      type: 'object',
      properties: { name: text, version: text, description: text, home: text, sample },
    },
  })
  info(@Req() request: Request, @Res() response: Response): Promise<void> {
    return sendDocument(this.all, ASK_AGAIN, request, response);
  }

  @Get('name')
  @ApiOperation({ summary: 'Name of the service' })
  @ApiOkResponse({ schema: { type: 'object', properties: { name: text } } })
  name(@Req() request: Request, @Res() response: Response): Promise<void> {
    return sendDocument(this.names, ASK_AGAIN, request, response);
  }

  @Get('version')
  @ApiOperation({ summary: 'Version of the service' })
  @ApiOkResponse({ schema: { type: 'object', properties: { version: text } } })
  version(@Req() request: Request, @Res() response: Response): Promise<void> {
    return sendDocument(this.versions, ASK_AGAIN, request, response);
  }

  @Get('home')
  @Redirect()
  @ApiNotMonitored()
  @ApiOperation({ summary: 'The home page' })
  @ApiResponse({ status: 301, description: 'To the home page of the service' })
  home(): { readonly url: string; readonly statusCode: number } {
    return { url: this.settings.home, statusCode: 301 };
  }
}

function json(content: object): Document {
  return Document.of('json', JSON.stringify(content));
}
