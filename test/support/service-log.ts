import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Who acted on a redacted page, in all tests that redact. The test command searches the log of the whole run for the
 * value that it gives, and fails where that is found.
 */
export const redactedActor = process.env['REDACTED_ACTOR'] ?? 'redacted-actor';

/**
 * The password of all services in tests that have one. The test command searches logs and errors of the whole run for
 * the value that it gives.
 */
export const secret = process.env['TEST_SECRET'] ?? 'correct-horse';

/** Adds to the log of the whole run what a service wrote to its own. */
export function keepLog(text: string): void {
  keep('log', text);
}

/** Adds to the answers of the whole run one that is an error, as a line. */
export function keepAnswer(text: string): void {
  keep('answers', `${text.replaceAll('\n', '\\n')}\n`);
}

function keep(ending: string, text: string): void {
  const folder = process.env['SERVICE_LOGS'];
  if (folder !== undefined) appendFileSync(join(folder, `${process.pid}.${ending}`), text);
}
