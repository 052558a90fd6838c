import { Controller, Get, Redirect } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Unmonitored } from './api/unmonitored.js';
import { HttpSettings } from './http-settings.js';

const text = { type: 'string' } as const;

const sample = {
  type: 'boolean',
  description: 'Where it is true, the events are made up; absent where they are those of a log',
} as const;

type Info = Pick<HttpSettings, 'name' | 'version' | 'description' | 'home'> & { readonly sample?: boolean };

/** Says which service this is. */
@ApiTags('service')
@Controller('_info')
export class InfoController {
  constructor(private readonly settings: HttpSettings) {}

  @Get()
  @ApiOperation({ summary: 'Name, version, description and home page of the service' })
  @ApiOkResponse({
    schema: {
      type: 'object',
      properties: { name: text, version: text, description: text, home: text, sample },
    },
  })
  info(): Info {
    const { name, version, description, home, servesSample } = this.settings;
    return { name, version, description, home, ...(servesSample && { sample: true }) };
  }

  @Get('name')
  @ApiOperation({ summary: 'Name of the service' })
  @ApiOkResponse({ schema: { type: 'object', properties: { name: text } } })
  name(): Pick<HttpSettings, 'name'> {
    return { name: this.settings.name };
  }

  @Get('version')
  @ApiOperation({ summary: 'Version of the service' })
  @ApiOkResponse({ schema: { type: 'object', properties: { version: text } } })
  version(): Pick<HttpSettings, 'version'> {
    return { version: this.settings.version };
  }

  @Get('home')
  @Redirect()
  @Unmonitored()
  @ApiOperation({ summary: 'The home page' })
  @ApiResponse({ status: 301, description: 'To the home page of the service' })
  home(): { readonly url: string; readonly statusCode: number } {
    return { url: this.settings.home, statusCode: 301 };
  }
}
