import { Catch } from '@nestjs/common';
import type { ArgumentsHost } from '@nestjs/common';
import type { Response } from 'express';
import { ProblemFilter } from './problem.filter.js';
import { giveHeaders } from '../response-headers.js';
import { StreamSettings } from '../stream-settings.js';

/**
 * Turns what is thrown on the way to a stream into a problem response with the headers of ours, in whatever
 * application.
 */
@Catch()
export class StreamProblemFilter extends ProblemFilter {
  constructor(private readonly settings: StreamSettings) {
    super();
  }

  override catch(exception: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (!response.headersSent) giveHeaders(response, this.settings);
    super.catch(exception, host);
  }
}
