import { Catch } from '@nestjs/common';
import type { ArgumentsHost } from '@nestjs/common';
import type { Response } from 'express';
import { ProblemFilter } from './problem.filter.js';
import { giveHeaders } from '../response-headers.js';
import { StreamConnectionSettings } from '../stream-connection-settings.js';

/**
 * Turns errors of the stream route into problem responses with the headers of this service, also within a host
 * application.
 */
@Catch()
export class ProblemWithHeadersFilter extends ProblemFilter {
  constructor(private readonly settings: StreamConnectionSettings) {
    super();
  }

  override catch(exception: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (!response.headersSent) giveHeaders(response, this.settings);
    super.catch(exception, host);
  }
}
