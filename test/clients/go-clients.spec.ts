import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeWith } from '../support/installed.js';
import { projectRoot } from '../tooling/planted-project.js';
import { itReadsStreams, queryOf } from './client.contract.js';
import type { DocumentedProgram } from './documented-clients.js';
import { RunningProgram } from './running-program.js';
import { itTakesNothingElseForAnEvent } from './strict-client.contract.js';

const binaries = join(projectRoot, '.cache', 'go-clients');

/** Programs in `test/clients/go`, by their folder, and the oldest Go, as 1.N, that builds them; Debian 12 has 1.19. */
const programs = [
  ['r3labs', 19],
  ['launchdarkly', 19],
  ['gosse', 22],
] as const;

function goClient(name: string): DocumentedProgram {
  return {
    name,
    asksByFilter: true,
    start: (serviceUrl, wanted) => {
      const url = `${serviceUrl}/v2/stream/recentchange${queryOf(wanted)}`;
      return Promise.resolve(RunningProgram.start([join(binaries, name)], 'url.txt', url));
    },
  };
}

/** The N of Go 1.N; 0 without Go. */
function goVersion(): number {
  const { stdout } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  return Number(/^go1\.(\d+)/.exec(stdout)?.[1] ?? 0);
}

describeWith(['go', 'version'], 'in Go', () => {
  const buildable = programs.filter(([, oldest]) => goVersion() >= oldest);
  const tooNew = programs.filter((program) => !buildable.includes(program));

  beforeAll(async () => {
    for (const [name] of buildable) {
      // One of them is a module of its own.
      const cwd = join(__dirname, 'go', name);
      await promisify(execFile)('go', ['build', '-o', join(binaries, name), '.'], { cwd });
    }
  });

  if (tooNew.length > 0) it.skip.each(tooNew)('%s, which needs Go 1.%i', () => undefined);

  describe.each(buildable)('%s', (name) => {
    itReadsStreams(goClient(name));
    itTakesNothingElseForAnEvent(goClient(name));
  });
});
