/**
 * Runs all suites and says, as the last line, how many tests passed, failed and were skipped.
 *
 * Arguments go to jest. A suite that crashed, a run that left no results and a process that does not end count as one failed test each.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How long jest may go on after the last test: longer than any of its own clean-up takes. */
const EXIT_TIMEOUT_MS = 30_000;

const folder = mkdtempSync(join(tmpdir(), 'test-results-'));
const outputFile = join(folder, 'results.json');
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');

/** Settles with jest's exit code, or `undefined` where it had to be killed: something it opened was never closed. */
function runJest() {
  return new Promise((settle) => {
    const child = spawn(
      process.execPath,
      [jest, '--json', `--outputFile=${outputFile}`, ...process.argv.slice(2)],
      { stdio: ['ignore', 'inherit', 'inherit'] },
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

const code = await runJest();
const { passed, failed, skipped } = countTests();
rmSync(folder, { recursive: true });
if (code === undefined)
  console.error('Jest did not end: look with --detectOpenHandles for what is still open');
// A failure that no test had, such as a coverage threshold that was missed, still shows in the last line.
const unseen = code !== 0 && failed === 0 ? 1 : 0;
process.exitCode = code ?? 1;
console.log(`${passed} passed, ${failed + unseen} failed, ${skipped} skipped`);
