#!/usr/bin/env node
import { createApp } from './composition/create-app.js';
import { readCommandLine, usage } from './infrastructure/config/command-line.js';
import { loadSettings } from './infrastructure/config/load-settings.js';
import { connectionRoom } from './infrastructure/config/open-files.js';
import { createLogger } from './infrastructure/logging/create-logger.js';
import { serviceInfo } from './composition/service-info.js';
import { startupWarnings } from './composition/startup-warnings.js';
import { startupErrorText } from './composition/startup-error.js';

async function main(argv: readonly string[]): Promise<void> {
  if (readCommandLine(argv, process.env).help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const { settings, warnings } = loadSettings(argv, process.env);
  const logger = createLogger({ level: settings.logLevel, name: serviceInfo.name });
  for (const warning of [...warnings, ...startupWarnings(settings, connectionRoom())]) logger.warn(warning);
  const app = await createApp(settings, logger);
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  await app.listen(settings.http.port, settings.http.host);
  logger.info({ url: await app.getUrl() }, 'listening');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`Cannot start: ${startupErrorText(error)}\n`);
  process.exitCode = 1;
  // What the start had opened before it failed must not keep the process.
  setImmediate(() => process.exit());
});
