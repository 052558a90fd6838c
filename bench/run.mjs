/**
 * Measures what the design promises, beside the baselines, in one run.
 *
 *     npm run bench                                 every question
 *     npm run bench -- fan-out replay               some
 *     npm run bench -- --quick                      a short pass, or BENCH_QUICK=1
 *
 * A figure that misses its target is said, and fails nothing.
 */
import * as accept from './questions/accept.mjs';
import * as backpressure from './questions/backpressure.mjs';
import * as compression from './questions/compression.mjs';
import * as exactness from './questions/exactness.mjs';
import * as fanOut from './questions/fan-out.mjs';
import * as filters from './questions/filters.mjs';
import * as kafkaTraffic from './questions/kafka-traffic.mjs';
import * as latency from './questions/latency.mjs';
import * as manyClients from './questions/many-clients.mjs';
import * as replay from './questions/replay.mjs';
import * as resumeStorm from './questions/resume-storm.mjs';
import { startBenchKafka } from './kafka.mjs';
import { describeMachine } from './machine.mjs';
import { keepResult } from './results.mjs';

const questions = [
  fanOut,
  compression,
  latency,
  accept,
  manyClients,
  replay,
  filters,
  resumeStorm,
  backpressure,
  kafkaTraffic,
  exactness,
];
const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith('--'));
const unknown = names.filter((name) => !questions.some((question) => question.name === name));
if (unknown.length > 0) {
  console.error(
    `No such question: ${unknown.join(', ')}; there are ${questions.map(({ name }) => name).join(', ')}`,
  );
  process.exit(1);
}

let kafka;
const machine = describeMachine();
const bench = {
  isQuick: process.env.BENCH_QUICK === '1' || args.includes('--quick'),
  machine,
  /** Started by the first question that needs it. */
  kafka: () => (kafka ??= startBenchKafka()),
  /** Shows a row as soon as it is there. */
  say(row) {
    console.log(` ${Object.values(withoutCurve(row)).join(' | ')}`);
    return row;
  },
};

function withoutCurve(row) {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => !Array.isArray(value)));
}

async function answerTo({ name, question, run }) {
  console.log(`\n${name}: ${question}`);
  const startedAt = new Date();
  const rows = await run(bench);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  const { isQuick } = bench;
  const file = keepResult({
    question: name,
    startedAt: startedAt.toISOString(),
    seconds,
    isQuick,
    machine,
    rows,
  });
  console.table(rows.map(withoutCurve));
  console.log(`${file}, ${seconds} s`);
}

console.log(machine);
for (const question of questions) {
  if (names.length > 0 && !names.includes(question.name)) continue;
  await answerTo(question).catch((error) => {
    process.exitCode = 1;
    console.error(`${question.name} could not be measured:`, error);
  });
}
await kafka?.then(
  (started) => started.stop(),
  () => undefined,
);
process.exit();
