import { parseArgs } from 'node:util';
import { keepTorture } from './keep-torture.js';
import { startTorture } from './start-torture.js';

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
  if (values.out !== undefined) keepTorture(values.out, run, report);
  console.log(report.counts);
  for (const { kind, reader, at, detail } of report.faults.slice(0, shownFaults))
    console.error(`${kind}: ${reader}, ${at}: ${detail}`);
  process.exitCode = report.faults.length > 0 ? 1 : 0;
}

void main();
