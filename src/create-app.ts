import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import type { Settings } from './infrastructure/config/settings.js';
import { NestLog } from './infrastructure/logging/nest-log.js';
import { requestLog } from './infrastructure/logging/request-log.js';
import { setUpDocs } from './interfaces/http/api-document.js';

const maxHeaderBytes = 65_536;

/** The service as an application that does not listen yet. @throws {Error} where no stream catalogue can be had */
export async function createApp(settings: Settings, logger: Logger): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(settings, logger), {
    abortOnError: false,
    // Nothing is ever posted here, and a parser's errors would come before the headers of every response.
    bodyParser: false,
    bufferLogs: true,
    logger: new NestLog(logger),
    httpOptions: { maxHeaderSize: maxHeaderBytes },
  });
  app.use(requestLog(logger));
  setUpDocs(app);
  return app;
}
