import { Module } from '@nestjs/common';
import type { DynamicModule, ModuleMetadata, NestModule } from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import { onClientError } from './problems/client-error.js';
import { HttpSettings } from './http-settings.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { setResponseHeaders } from './response-headers.js';

/**
 * What holds for every response of an application: its headers, preflight requests, and problems in place of errors.
 */
@Module({})
export class EdgeModule implements NestModule {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly settings: HttpSettings,
  ) {}

  /** @param from what gives {@link HttpSettings}: providers, or modules that export them */
  static register(from: Pick<ModuleMetadata, 'imports' | 'providers'>): DynamicModule {
    return {
      module: EdgeModule,
      imports: [...(from.imports ?? [])],
      providers: [...(from.providers ?? []), { provide: APP_FILTER, useClass: ProblemFilter }],
    };
  }

  /** Nest's own middleware is matched against decoded paths, and so misses requests whose path cannot be decoded. */
  configure(): void {
    const { httpAdapter } = this.host;
    httpAdapter.use(setResponseHeaders(this.settings));
    const server = httpAdapter.getHttpServer() as Server;
    server.on('clientError', onClientError(this.settings));
  }
}
