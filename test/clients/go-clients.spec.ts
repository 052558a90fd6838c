import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log';
import { describeWith } from '../support/installed';
import { startService } from '../support/service';
import { projectRoot } from '../tooling/planted-project.js';
import { itReadsStreams, queryOf } from './client.contract';
import type { DocumentedProgram } from './documented-clients';
import { createTopics, streams } from './known-events';
import { RunningProgram } from './running-program';

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

    it('reads an event of 2 MB, with a buffer that it is told to have', async () => {
      const log = new MemoryLog();
      createTopics(log);
      for (const title of ['x'.repeat(2_000_000), 'The end']) {
        const value = JSON.stringify({ title });
        log.append('eqiad.mediawiki.recentchange', 0, { timestamp: 1, value });
      }
      const service = await startService(streams, { retry_ms: 30 }, log);
      const running = await goClient(name).start(service.url, { since: 0 });
      try {
        const lines = await running.until((shown) => shown.includes('The end'));
        expect(lines.map(({ length }) => length)).toEqual([2_000_000, 7]);
      } finally {
        await running.stop();
        await service.close();
      }
    });

    it('hands over nothing that is no event, through silence in which events are passed over and through reconnects', async () => {
      const log = new MemoryLog();
      createTopics(log);
      const config = { retry_ms: 30, heartbeat_ms: 30, max_connection_ms: 300 };
      const service = await startService(streams, config, log);
      const running = await goClient(name).start(service.url, { filter: 'wiki == "frwiki"' });
      const append = (wiki: string, title: string): void => {
        const value = JSON.stringify({ wiki, title });
        log.append('eqiad.mediawiki.recentchange', 0, { timestamp: Date.now(), value });
      };
      const passOver = setInterval(() => append('enwiki', 'not asked for'), 10);
      const produce = setInterval(() => append('frwiki', 'one'), 150);
      try {
        const lines = await running.until((shown) => shown.length >= 10);
        expect(new Set(lines)).toEqual(new Set(['one']));
      } finally {
        clearInterval(passOver);
        clearInterval(produce);
        await running.stop();
        await service.close();
      }
    });
  });
});
