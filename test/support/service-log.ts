import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Who acted on a redacted page, in all tests that redact. The test command searches the log of the whole run for the value
 * that it gives, and fails where that is found.
 */
export const redactedActor = process.env['REDACTED_ACTOR'] ?? 'redacted-actor';

/** Adds to the log of the whole run what a service wrote to its own. */
export function keepLog(text: string): void {
  const folder = process.env['SERVICE_LOGS'];
  if (folder !== undefined) appendFileSync(join(folder, `${process.pid}.log`), text);
}
