/**
 * Runs the suites that depend on the version of Node, on other versions: `npm run test-on-node -- 22 24`.
 *
 * They are those of the codecs, the wire, Kafka and the connections. The binaries are those of npm's package `node`,
 * kept in `.cache`. A version that cannot be had is named and passed over, unless `REQUIRE_NODE_VERSIONS` is 1.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const suites = [
  'test/infrastructure/kafka',
  'test/interfaces/http/connection',
  'test/e2e/wire',
  'test/e2e/half-closed',
  'test/e2e/kafka-live',
];

/** The binary of a major version; `undefined` where it cannot be had. */
function nodeBinary(major) {
  const folder = join(root, '.cache', `node-${major}`);
  const binary = join(folder, 'node_modules/node/bin/node');
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{}');
    spawnSync('npm', ['install', '--loglevel=error', `node@${major}`], { cwd: folder, stdio: 'inherit' });
  }
  return existsSync(binary) ? binary : undefined;
}

for (const major of process.argv.slice(2)) {
  const binary = nodeBinary(major);
  if (binary === undefined) {
    console.error(`Node ${major} cannot be had`);
    if (process.env.REQUIRE_NODE_VERSIONS === '1') process.exitCode = 1;
    continue;
  }
  console.log(`On Node ${execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim()}:`);
  const { status } = spawnSync(binary, [jest, ...suites], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
