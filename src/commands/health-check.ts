import { get } from 'node:http';
import { isIPv6 } from 'node:net';
import { loadSettings } from '../infrastructure/config/load-settings.js';
import type { HttpSettings } from '../infrastructure/config/settings.js';

const timeoutMs = 3000;

/** The liveness URL of the configured service, as seen from its own machine. */
function livenessUrl({ host, port, adminPort }: HttpSettings): string {
  const near = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${isIPv6(near) ? `[${near}]` : near}:${adminPort ?? port}/health/live`;
}

/**
 * The command for a container's health check. It takes the options of the service and exits with 0 if the service is
 * alive, else with 1.
 */
function main(argv: readonly string[]): void {
  const { settings } = loadSettings(argv, process.env);
  process.exitCode = 1;
  const asked = get(livenessUrl(settings.http), { timeout: timeoutMs, agent: false }, (response) => {
    if (response.statusCode === 200) process.exitCode = 0;
    response.resume();
  });
  asked.on('timeout', () => asked.destroy());
  asked.on('error', ({ message }) =>
    process.stderr.write(`Cannot check the health of the service: ${message}\n`),
  );
}

main(process.argv.slice(2));
