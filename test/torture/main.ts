import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Report } from './report.js';
import { startTorture } from './start-torture.js';
import type { TortureRun } from './torture-run.js';

const shownFaults = 20;

/**
 * The long run: `npm run torture -- --seed 42 --seconds 120 --readers 50`; its exit code is 1 where it found a fault.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      seconds: { type: 'string', default: '120' },
      readers: { type: 'string', default: '50' },
      brokers: { type: 'string', default: '3' },
      out: { type: 'string' },
    },
  });
  const [seed, seconds, readers, brokers] = [values.seed, values.seconds, values.readers, values.brokers].map(
    Number,
  );
  const size = { seed: seed ?? 0, seconds: seconds ?? 0, readers: readers ?? 0, brokers: brokers ?? 0 };
  console.log(size);
  const { run, report } = await startTorture(size);
  if (values.out !== undefined) keep(values.out, run, report);
  console.log(report.counts);
  for (const { kind, reader, at, detail } of report.faults.slice(0, shownFaults))
    console.error(`${kind}: ${reader}, ${at}: ${detail}`);
  process.exitCode = report.faults.length > 0 ? 1 : 0;
}

/** All that is needed to understand a fault. */
function keep(dir: string, { ledger, traces, diary }: TortureRun, { faults, serviceLog }: Report): void {
  mkdirSync(dir, { recursive: true });
  const files = { ledger, traces, diary, faults };
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(dir, `${name}.json`), JSON.stringify(content, undefined, 1));
  writeFileSync(join(dir, 'service.log'), serviceLog);
}

void main();
