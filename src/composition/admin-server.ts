import { Injectable, Logger } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger as Lines } from 'pino';
import { requestLog } from '../infrastructure/logging/request-log.js';
import { HttpAdapter } from '../interfaces/http/http-adapter.js';

/** Half of the open files that client connections leave: monitoring needs a few. */
const maxSockets = 32;

/** Where the application for operators listens. */
export interface AdminAddress {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

/**
 * A separate application for operators. Its routes do not exist on the public port, so they cannot be reached from
 * outside. It listens before the public port does, and still answers while streams are drained.
 */
@Injectable()
export class AdminServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('admin');
  private app: NestExpressApplication | undefined;

  /** @param module the module that it serves */
  constructor(
    private readonly module: DynamicModule,
    private readonly address: AdminAddress,
    private readonly lines: Lines,
  ) {}

  /** @throws {Error} if it cannot listen on the port */
  async onApplicationBootstrap(): Promise<void> {
    const { host, port } = this.address;
    const app = await NestFactory.create<NestExpressApplication>(
      this.module,
      new HttpAdapter({ maxSockets }),
      {
        abortOnError: false,
        bodyParser: false,
      },
    );
    app.use(requestLog(this.lines));
    try {
      await app.listen(port, host);
    } catch (cause) {
      const { message } = cause as NodeJS.ErrnoException;
      throw new Error(`Cannot serve operators on admin_port ${port}: ${message}`, { cause });
    }
    this.app = app;
    this.log.log({ msg: 'listening for operators', url: await app.getUrl() });
  }

  async onApplicationShutdown(): Promise<void> {
    if (!this.app) return;
    const server = this.app.getHttpServer();
    server.close();
    // No response of this application is worth waiting for.
    server.closeAllConnections();
    await this.app.close();
  }
}
