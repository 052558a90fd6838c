import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from './report.js';
import type { TortureRun } from './torture-run.js';

/** All that is needed to understand a fault. */
export function keepTorture(
  dir: string,
  { ledger, traces, diary }: TortureRun,
  { faults, serviceLog }: Report,
): void {
  mkdirSync(dir, { recursive: true });
  const files = { ledger, traces, diary, faults };
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(dir, `${name}.json`), JSON.stringify(content, undefined, 1));
  writeFileSync(join(dir, 'service.log'), serviceLog);
}
