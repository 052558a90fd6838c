import { Catch } from '@nestjs/common';
import type { ArgumentsHost } from '@nestjs/common';
import type { Response } from 'express';
import { ProblemFilter } from './problem.filter.js';
import { responseHeaders } from './response-headers.js';
import { StreamSettings } from './stream-settings.js';

/** Turns what is thrown on the way to a stream into a problem response with the headers of ours, in whatever application. */
@Catch()
export class StreamProblemFilter extends ProblemFilter {
  private readonly headers: Readonly<Record<string, string>>;

  constructor(settings: StreamSettings) {
    super();
    this.headers = responseHeaders(settings);
  }

  override catch(exception: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (!response.headersSent) response.set(this.headers);
    super.catch(exception, host);
  }
}
