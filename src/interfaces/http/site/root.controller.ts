import { Controller, Get, Redirect, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiDocument } from '../api/api-document.js';
import { ApiNotMonitored } from '../api/x-monitor.decorator.js';
import { DOCS_CSP, docsPage } from './docs-page.js';
import { Document } from '../documents/document.js';
import { ASK_AGAIN, sendDocument } from '../documents/send-document.js';
import { SiteSettings } from '../site-settings.js';

/** Serves the API description or its page, or redirects to the UI. */
@ApiTags('service')
@Controller()
export class RootController {
  private page: { readonly root: string; readonly document: Document } | undefined;

  constructor(
    private readonly settings: SiteSettings,
    private readonly document: ApiDocument,
  ) {}

  /** Only the presence of a key matters: `?spec` and `?spec=1` are equivalent. */
  @Get()
  @ApiNotMonitored()
  @ApiOperation({ summary: 'API description, its page, or the way to the UI' })
  @ApiQuery({
    name: 'spec',
    required: false,
    allowEmptyValue: true,
    description: 'Answer with the API description',
    examples: { present: { summary: 'The key is enough', value: '' } },
  })
  @ApiQuery({
    name: 'doc',
    required: false,
    allowEmptyValue: true,
    description: 'Answer with its page',
    examples: { present: { summary: 'The key is enough', value: '' } },
  })
  @ApiOkResponse({ description: 'OpenAPI (JSON) or the Swagger UI (HTML)' })
  @ApiResponse({ status: 303, description: 'To the UI where there is one, else to the Swagger UI' })
  async index(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { path, query } = request;
    if ('spec' in query) await sendDocument(this.document.json(), ASK_AGAIN, request, response);
    else if ('doc' in query) {
      response.set('Content-Security-Policy', DOCS_CSP);
      await sendDocument(this.pageSeenFrom(rootFrom(path)), ASK_AGAIN, request, response);
    } else {
      response.redirect(303, `${path.replace(/\/$/, '')}/${this.settings.uiEnabled ? 'v2/ui' : '?doc'}`);
    }
  }

  @Get('rc')
  @Redirect('/?doc', 301)
  @ApiNotMonitored()
  @ApiOperation({ summary: 'Retired: RCStream', deprecated: true })
  @ApiResponse({ status: 301, description: 'To the Swagger UI' })
  rc(): void {
    // The decorator redirects.
  }

  private pageSeenFrom(root: string): Document {
    if (this.page?.root !== root) {
      const { name, uiEnabled } = this.settings;
      this.page = { root, document: Document.of('html', docsPage(name, root, uiEnabled)) };
    }
    return this.page.document;
  }
}

/**
 * Returns the root of the service relative to its page. Under a prefix, the page's path may lack the trailing slash.
 */
function rootFrom(path: string): string {
  const last = path.slice(path.lastIndexOf('/') + 1);
  return last === '' ? './' : `./${last}/`;
}
