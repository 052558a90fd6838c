import type { CanActivate, ExecutionContext } from '@nestjs/common';

/** Says who may read streams. It is asked before anything else is looked at; a preflight request is not its business. */
export abstract class ClientGuard implements CanActivate {
  /** @throws {HttpException} where a client should be told why not; `false` says that it may not */
  abstract canActivate(context: ExecutionContext): ReturnType<CanActivate['canActivate']>;
}

/** Streams are public. */
export const everybody: ClientGuard = { canActivate: () => true };
