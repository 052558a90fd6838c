import { Module } from '@nestjs/common';
import type { DynamicModule, ModuleMetadata, NestModule } from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import type { Express } from 'express';
import type { Server } from 'node:http';
import { onClientError } from './problems/client-error.js';
import { SiteSettings } from './site-settings.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { setResponseHeaders } from './response-headers.js';

/**
 * Applies to every response of an application: sets headers, answers preflight requests, and turns errors into problem
 * responses.
 */
@Module({})
export class ResponseDefaultsModule implements NestModule {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly settings: SiteSettings,
  ) {}

  /** @param from providers of {@link SiteSettings}, or modules that export them */
  static register(from: Pick<ModuleMetadata, 'imports' | 'providers'>): DynamicModule {
    return {
      module: ResponseDefaultsModule,
      imports: [...(from.imports ?? [])],
      providers: [...(from.providers ?? []), { provide: APP_FILTER, useClass: ProblemFilter }],
    };
  }

  /** Nest matches its own middleware against decoded paths, so it would miss requests whose path cannot be decoded. */
  configure(): void {
    const { httpAdapter } = this.host;
    httpAdapter.getInstance<Express>().disable('x-powered-by');
    httpAdapter.use(setResponseHeaders(this.settings));
    const server = httpAdapter.getHttpServer() as Server;
    server.on('clientError', onClientError(this.settings));
  }
}
