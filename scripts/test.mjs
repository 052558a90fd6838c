/**
 * Runs all suites and says, as the last line, how many tests passed, failed and were skipped.
 *
 * Arguments go to jest. A suite that crashed, a run that left no results and a process that does not end count as one
 * failed test each. So does a log with what was redacted or is secret: tests give each redacted actor the name in
 * `REDACTED_ACTOR`, and each password that in `TEST_SECRET`; services of the whole run leave what they log in the
 * folder `SERVICE_LOGS`. They also leave there each answer that is an error, which counts as well where it says
 * anything about the machine.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How long jest may go on after the last test: longer than any of its own clean-up takes. */
const EXIT_TIMEOUT_MS = 120_000;

const folder = mkdtempSync(join(tmpdir(), 'test-results-'));
const outputFile = join(folder, 'results.json');
const serviceLogs = join(folder, 'logs');
mkdirSync(serviceLogs);
const redactedActor = `actor-${randomUUID()}`;
const secret = `secret-${randomUUID()}`;
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');

/** Settles with jest's exit code, or `undefined` where it had to be killed: something it opened was never closed. */
function runJest() {
  return new Promise((settle) => {
    const child = spawn(
      process.execPath,
      [jest, '--json', `--outputFile=${outputFile}`, ...process.argv.slice(2)],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: {
          ...process.env,
          REDACTED_ACTOR: redactedActor,
          TEST_SECRET: secret,
          SERVICE_LOGS: serviceLogs,
        },
      },
    );
    let hung = false;
    let deadline;
    const watch = setInterval(() => {
      if (!existsSync(outputFile)) return;
      clearInterval(watch);
      deadline = setTimeout(() => {
        hung = true;
        child.kill('SIGKILL');
      }, EXIT_TIMEOUT_MS);
    }, 500);
    child.once('close', (code) => {
      clearInterval(watch);
      clearTimeout(deadline);
      settle(hung ? undefined : (code ?? 1));
    });
  });
}

function countTests() {
  if (!existsSync(outputFile)) return { passed: 0, failed: 0, skipped: 0 };
  const results = JSON.parse(readFileSync(outputFile, 'utf8'));
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}

/** Places of this machine, lines of a stack, and hosts with a port. */
const ofTheMachine = [
  new RegExp(
    [resolve(fileURLToPath(import.meta.url), '../..'), tmpdir(), homedir()]
      .map((path) => `${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/`)
      .join('|'),
  ),
  /node_modules|node:internal|\bfile:\/\//,
  /(?:\n|\\n) +at /,
  /\b(?:localhost|\d{1,3}(?:\.\d{1,3}){3}):\d{2,5}\b/,
];

/** What services of the run left in files of this ending, by line. */
function linesOf(ending) {
  return readdirSync(serviceLogs)
    .filter((name) => name.endsWith(ending))
    .flatMap((name) => readFileSync(join(serviceLogs, name), 'utf8').split('\n'));
}

/** Lines that have what nobody should read, and what that is. */
function findLeaks() {
  const [logged, answered] = [linesOf('.log'), linesOf('.answers')];
  const hidden = [
    ['redacted', redactedActor],
    ['secret', secret],
  ];
  return [
    ...hidden.flatMap(([what, value]) =>
      [...logged, ...answered].filter((line) => line.includes(value)).map((line) => `${what}: ${line}`),
    ),
    ...answered
      .filter((line) => ofTheMachine.some((pattern) => pattern.test(line)))
      .map((line) => `of this machine: ${line}`),
  ];
}

const code = await runJest();
const { passed, failed, skipped } = countTests();
const leaks = findLeaks();
try {
  // Retried: where jest was killed, a worker may still be writing.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 1000 });
} catch (error) {
  // The last line is said all the same.
  console.error(`Cannot remove ${folder}: ${error.message}`);
}
if (code === undefined)
  console.error('Jest did not end: look with --detectOpenHandles for what is still open');
if (leaks.length > 0) console.error(`Said though nobody should read it, ${leaks.length} times; ${leaks[0]}`);
// A failure that no test had, such as a coverage threshold that was missed, still shows in the last line.
const unseen = (code !== 0 && failed === 0 ? 1 : 0) + (leaks.length > 0 ? 1 : 0);
process.exitCode = code === undefined || unseen > 0 ? 1 : code;
console.log(`${passed} passed, ${failed + unseen} failed, ${skipped} skipped`);
