import { createApp } from './create-app.js';
import { readCommandLine, usage } from './infrastructure/config/command-line.js';
import { loadSettings } from './infrastructure/config/load-settings.js';
import { connectionRoom } from './infrastructure/config/open-files.js';
import { createLogger } from './infrastructure/logging/create-logger.js';
import { about } from './about.js';
import { startWarnings } from './start-warnings.js';
import { whyNotStarted } from './why-not-started.js';

async function main(argv: readonly string[]): Promise<void> {
  if (readCommandLine(argv, process.env).help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const { settings, warnings } = loadSettings(argv, process.env);
  const logger = createLogger({ level: settings.logLevel, name: about.name });
  for (const warning of [...warnings, ...startWarnings(settings, connectionRoom())]) logger.warn(warning);
  const app = await createApp(settings, logger);
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  await app.listen(settings.http.port, settings.http.host);
  logger.info({ url: await app.getUrl() }, 'listening');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`Cannot start: ${whyNotStarted(error)}\n`);
  process.exitCode = 1;
  // What the start had opened before it failed must not keep the process.
  setImmediate(() => process.exit());
});
