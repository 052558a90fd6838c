import { Injectable } from '@nestjs/common';
import type {
  BeforeApplicationShutdown,
  OnApplicationBootstrap,
  OnApplicationShutdown,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import { Gateway } from './application/gateway.js';
import { StreamSettings } from './interfaces/http/stream-settings.js';

const lastBytesMs = 1000;

/** Ties the gateway to the application's life: feeds start with it, and open streams end before it does. */
@Injectable()
export class GatewayLife implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly gateway: Gateway,
    private readonly host: HttpAdapterHost,
    private readonly settings: StreamSettings,
  ) {}

  onApplicationBootstrap(): void {
    this.gateway.start();
  }

  /** Closes the listener first: a refused connection makes browsers try again elsewhere, a 503 would stop them for good. */
  async beforeApplicationShutdown(): Promise<void> {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await this.gateway.drain(this.settings.drainMs);
    const force = setTimeout(() => server.closeAllConnections(), lastBytesMs);
    await closed;
    clearTimeout(force);
  }

  onApplicationShutdown(): void {
    this.gateway.close();
  }
}
