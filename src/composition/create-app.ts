import 'reflect-metadata';
import type { Abstract, INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import type { LogAdapter } from '../application/log/log-adapter.js';
import { AppModule } from './app.module.js';
import { connectionRoom } from '../infrastructure/config/open-files.js';
import type { Settings } from '../infrastructure/config/settings.js';
import { NestLog } from '../infrastructure/logging/nest-log.js';
import { requestLog, streamAnnouncer } from '../infrastructure/logging/request-log.js';
import { setUpDocs } from '../interfaces/http/api/api-document.js';
import { clientAddress, trustedProxies } from '../interfaces/http/client-ip.js';
import { ClientGuard } from '../interfaces/http/streams/client-guard.js';
import { DirectStreams } from '../interfaces/http/streams/direct-streams.js';
import { StreamAdmission } from '../interfaces/http/streams/stream-admission.js';
import { StreamController } from '../interfaces/http/streams/stream.controller.js';
import { StreamConnectionSettings } from '../interfaces/http/stream-connection-settings.js';
import { HttpAdapter } from '../interfaces/http/http-adapter.js';

/**
 * Creates the service as an application that does not listen yet.
 *
 * @param log the log to read; default: as configured
 *
 * @throws {Error} if the stream catalogue cannot be loaded
 */
export async function createApp(
  settings: Settings,
  logger: Logger,
  log?: LogAdapter,
): Promise<NestExpressApplication> {
  const module = AppModule.forRoot(settings, logger, log);
  const room = connectionRoom();
  const given = room === undefined ? {} : { maxSockets: room.connections };
  const adapter = new HttpAdapter(given);
  const app = await NestFactory.create<NestExpressApplication>(module, adapter, {
    abortOnError: false,
    // No request body is ever parsed, and the errors of a parser would precede the headers of every response.
    bodyParser: false,
    bufferLogs: true,
    logger: new NestLog(logger),
  });
  const trusts = trustedProxies(settings.http.trustedProxies);
  app.use(requestLog(logger, (request) => clientAddress(request, trusts)));
  setUpDocs(app);
  const streams = directStreams(app);
  const announce = streamAnnouncer(logger);
  adapter.answerFirst((request, response, handOn) => streams.answer(request, response, announce, handOn));
  return app;
}

function directStreams(app: INestApplication): DirectStreams {
  const part = <T>(type: Type<T> | Abstract<T>): T => app.get(type, { strict: false });
  return new DirectStreams(
    part(StreamAdmission),
    part(StreamController),
    part(ClientGuard),
    part(StreamConnectionSettings),
  );
}
