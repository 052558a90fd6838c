import { Injectable, Scope } from '@nestjs/common';
import type { OnModuleInit, Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Gateway } from '../application/gateway.js';
import { StreamAdmission } from '../interfaces/http/streams/stream-admission.js';

/**
 * Sees that all requests share the parts: with one of its own, each request would have limits of its own, and a gateway
 * that nobody ends.
 */
@Injectable()
export class SingletonCheck implements OnModuleInit {
  constructor(private readonly module: ModuleRef) {}

  /** @throws {Error} where a part would be made for each request */
  onModuleInit(): void {
    // Between them these two take every part.
    if (this.isShared(Gateway) && this.isShared(StreamAdmission)) return;
    throw new Error(
      'Cannot use request-scoped providers: a part, or something that it injects, is created for each request',
    );
  }

  private isShared(type: Type): boolean {
    return this.module.introspect(type).scope === Scope.DEFAULT;
  }
}
