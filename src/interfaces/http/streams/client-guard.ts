import type { CanActivate, ExecutionContext } from '@nestjs/common';

/**
 * Decides which clients may read streams. It is called before anything else of the request is checked, but not for
 * preflight requests.
 */
export abstract class ClientGuard implements CanActivate {
  /**
   * `false` refuses the client with 403.
   *
   * @throws {HttpException} with a status below 500 to tell the client why; any other error is logged and answered with
   * 500
   */
  abstract canActivate(context: ExecutionContext): ReturnType<CanActivate['canActivate']>;
}

/** Allows all clients. */
export const everybody: ClientGuard = { canActivate: () => true };
