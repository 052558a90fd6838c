import type { CanActivate, ExecutionContext } from '@nestjs/common';

/**
 * Says who may read streams. It is asked before anything else is looked at; a preflight request is not its business.
 */
export abstract class ClientGuard implements CanActivate {
  /**
   * `false` says that the client may not read.
   * @throws {HttpException} of a status below 500 where it should be told why not; anything else is answered as a bug,
   * 500, and logged
   */
  abstract canActivate(context: ExecutionContext): ReturnType<CanActivate['canActivate']>;
}

/** Streams are public. */
export const everybody: ClientGuard = { canActivate: () => true };
