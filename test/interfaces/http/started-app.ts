import type { INestApplication, LoggerService, ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { Server } from 'node:http';
import { HttpAdapter } from '../../../src/interfaces/http/http-adapter.js';

/** An application over real HTTP. */
export type App = INestApplication<Server>;

/** A response as the tests read it: its body is nothing until it is looked at. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: unknown;
}

const silent: LoggerService = { log: () => undefined, warn: () => undefined, error: () => undefined };

/** Makes and initialises an application of some modules; `logger` gets what its classes log. */
export async function startApp(
  metadata: ModuleMetadata,
  logger: LoggerService = silent,
  adapter = new HttpAdapter(),
): Promise<App> {
  const module = await Test.createTestingModule(metadata).setLogger(logger).compile();
  const app = module.createNestApplication<App>(adapter);
  return app.init();
}
