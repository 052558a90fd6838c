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

/** Ties the gateway to the application's life: feeds start with it, and open streams end before it does. */
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

  /** @throws {Error} on a platform whose responses could not be written to */
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
   * Closes the listener first: a refused connection makes browsers try again elsewhere, a 503 would stop them for good.
   * Requests that are no streams are left to end as the application has it.
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
