import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

/** Keeps crawlers away: they would hold streams open for ever. */
@ApiTags('service')
@Controller('robots.txt')
export class RobotsController {
  @Get()
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @ApiOperation({ summary: 'Rules for crawlers' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  robots(): string {
    return 'User-agent: *\nDisallow: /\n';
  }
}
