import { Injectable, Logger } from '@nestjs/common';
import type {
  BeforeApplicationShutdown,
  OnApplicationBootstrap,
  OnApplicationShutdown,
  OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import { Gateway } from '../application/gateway.js';
import { OpenResponses } from '../interfaces/http/streams/open-responses.js';
import { StreamConnectionSettings } from '../interfaces/http/stream-connection-settings.js';

const lastBytesMs = 1000;

/** Starts the gateway with the application, and ends all open streams before the application closes. */
@Injectable()
export class GatewayLifecycle
  implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  private readonly log = new Logger('stream');

  constructor(
    private readonly gateway: Gateway,
    private readonly responses: OpenResponses,
    private readonly host: HttpAdapterHost,
    private readonly settings: StreamConnectionSettings,
  ) {}

  /** @throws {Error} on a platform to whose responses streams cannot be written */
  onModuleInit(): void {
    const platform = this.host.httpAdapter.getType();
    if (platform !== 'express') {
      throw new Error(`Cannot serve streams on the platform "${platform}": it is not Express`);
    }
  }

  onApplicationBootstrap(): void {
    this.gateway.start();
  }

  /**
   * Closes the listener first: after a refused connection browsers try another replica, after a 503 they give up.
   * Requests for other routes are ended by the application.
   */
  async beforeApplicationShutdown(): Promise<void> {
    (this.host.httpAdapter.getHttpServer() as Server).close();
    const { drainMs } = this.settings;
    this.log.log({ msg: 'draining', streams: this.gateway.readerCount, drainMs });
    await this.gateway.drain(drainMs);
    await this.responses.closed(lastBytesMs);
  }

  onApplicationShutdown(): void {
    this.gateway.close();
  }
}
