import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { StreamOpener } from './stream-opener.js';

/**
 * Opens the stream of a request, or refuses it, before its handler is called.
 *
 * A guard, since what a guard rejects is always still a status. What a handler rejects is not, where an interceptor
 * stands around it: Nest sends the head before it knows. And an application that this is mounted in may have
 * interceptors for all routes.
 */
@Injectable()
export class StreamGuard implements CanActivate {
  constructor(private readonly opener: StreamOpener) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    await this.opener.enter(context);
    return true;
  }
}
