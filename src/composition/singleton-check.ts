import { Injectable, Scope } from '@nestjs/common';
import type { OnModuleInit, Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Gateway } from '../application/gateway.js';
import { StreamAdmission } from '../interfaces/http/streams/stream-admission.js';

/**
 * Checks that all requests share the parts. A request-scoped part would give each request its own limits, and its own
 * gateway that is never closed.
 */
@Injectable()
export class SingletonCheck implements OnModuleInit {
  constructor(private readonly module: ModuleRef) {}

  /** @throws {Error} if a part would be created for each request */
  onModuleInit(): void {
    // Together, these two depend on every part.
    if (this.isShared(Gateway) && this.isShared(StreamAdmission)) return;
    throw new Error(
      'Cannot use request-scoped providers: a part, or something that it injects, is created for each request',
    );
  }

  private isShared(type: Type): boolean {
    return this.module.introspect(type).scope === Scope.DEFAULT;
  }
}
