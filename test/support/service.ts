import type { NestExpressApplication } from '@nestjs/platform-express';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createApp } from '../../src/composition/create-app.js';
import { parseSettings } from '../../src/infrastructure/config/load-settings.js';
import type { Settings } from '../../src/infrastructure/config/settings.js';
import { createLogger } from '../../src/infrastructure/logging/create-logger.js';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { BoundMemoryLog } from '../../src/composition/bindings/memory.js';
import { builtPage } from './built-page.js';
import { keepErrors } from './error-answers.js';
import { keepLog } from './service-log.js';

/** The whole service in this process, on a free port of the loopback interface. */
export interface Service {
  readonly url: string;
  readonly port: number;
  readonly app: NestExpressApplication;
  /** Lines of the log so far, as text. */
  readonly logText: () => string;
  /** Drains and closes, as on SIGTERM. */
  close(): Promise<void>;
}

/** Streams as the catalogue's file has them: name → settings. */
export type StreamMap = Readonly<Record<string, object>>;

/**
 * Starts it, without heartbeats unless they are configured: on a slow machine one could come at any time.
 * @param config keys of the configuration file; the log is Kafka's if it has `kafka`, else the given one or an empty
 * one in memory
 */
export async function startService(
  streams: StreamMap,
  config: Readonly<Record<string, unknown>> = {},
  log?: MemoryLog,
): Promise<Service> {
  const directory = mkdtempSync(join(tmpdir(), 'eventstreams-'));
  const catalogue = join(directory, 'streams.json');
  writeFileSync(catalogue, JSON.stringify(streams));
  const quiet = { heartbeat_ms: 600_000, drain_ms: 1 };
  const file = { port: 0, interface: '127.0.0.1', stream_config_uri: catalogue, ...quiet, ...config };
  const settings = withPage(parseSettings(file).settings);
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      keepLog(chunk.toString());
      done();
    },
  });
  const logger = createLogger({ level: settings.logLevel, name: 'test', destination });
  const app = await createApp(
    settings,
    logger,
    settings.kafka ? undefined : new BoundMemoryLog(log ?? new MemoryLog()),
  );
  keepErrors(app.getHttpServer());
  await app.listen(settings.http.port, settings.http.host);
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    app,
    logText: () => lines.join(''),
    close: async () => {
      await app.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The page of now, where it is asked for. */
function withPage(settings: Settings): Settings {
  const { http } = settings;
  return http.uiEnabled ? { ...settings, http: { ...http, uiFolder: builtPage() } } : settings;
}
