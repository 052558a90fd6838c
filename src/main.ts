import { createApp } from './create-app.js';
import { InvalidStreamConfig } from './infrastructure/catalog/invalid-stream-config.js';
import { readCommandLine, usage } from './infrastructure/config/command-line.js';
import { InvalidConfiguration } from './infrastructure/config/invalid-configuration.js';
import { loadSettings } from './infrastructure/config/load-settings.js';
import { createLogger } from './infrastructure/logging/create-logger.js';
import { about } from './about.js';

async function main(argv: readonly string[]): Promise<void> {
  if (readCommandLine(argv, process.env).help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const { settings, warnings } = loadSettings(argv, process.env);
  const logger = createLogger({ level: settings.logLevel, name: about.name });
  for (const warning of warnings) logger.warn(warning);
  const app = await createApp(settings, logger);
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  await app.listen(settings.http.port, settings.http.host);
  logger.info({ url: await app.getUrl() }, 'listening');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const text =
    error instanceof InvalidConfiguration || error instanceof InvalidStreamConfig
      ? error.message
      : error instanceof Error
        ? error.stack
        : String(error);
  process.stderr.write(`Cannot start: ${text ?? 'unknown error'}\n`);
  process.exitCode = 1;
  // What the start had opened before it failed must not keep the process.
  setImmediate(() => process.exit());
});
