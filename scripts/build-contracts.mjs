/**
 * Compiles the contract suites beside the product, for teams with adapters of their own: `eventstreams/contracts`.
 *
 * They are tests of this repository and import its sources, which the product has as well: only the way there is
 * another.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [dist = 'dist'] = process.argv.slice(2);
const target = resolve(dist, 'contracts');
const compiled = mkdtempSync(join(tmpdir(), 'contracts-'));
try {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const project = ['-p', 'tsconfig.contracts.json', '--outDir', compiled];
  const { status } = spawnSync(process.execPath, [tsc, ...project], { stdio: 'inherit' });
  if (status !== 0) throw new Error('Cannot build the contract suites: they do not compile');
  mkdirSync(target, { recursive: true });
  const suites = join(compiled, 'test', 'contracts');
  for (const name of readdirSync(suites)) {
    const text = readFileSync(join(suites, name), 'utf8');
    writeFileSync(join(target, name), text.replaceAll('../../src/', '../'));
  }
} finally {
  rmSync(compiled, { recursive: true, force: true });
}
