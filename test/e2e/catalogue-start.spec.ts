import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../src/composition/create-app.js';
import { parseSettings } from '../../src/infrastructure/config/load-settings.js';
import { createLogger } from '../../src/infrastructure/logging/create-logger.js';
import { BuiltService } from '../support/built-service.js';
import { CatalogueServer } from '../support/catalogue-server.js';
import { startMs } from '../support/limits.js';
import { keepLog, secret } from '../support/service-log.js';

/** How a start ended, and what it said by then. */
interface FailedStart {
  readonly code: unknown;
  readonly said: string;
}

const config = {
  port: 0,
  interface: '127.0.0.1',
  sample_events_per_second: 0,
  stream_config_object_path: 'streams',
  stream_config_ttl: 1,
};

const withCredentials = (uri: string): string => uri.replace('//', `//reader:${secret}@`);

describe('a start without a stream catalogue', () => {
  let built: BuiltService;
  let server: CatalogueServer;
  let folder: string;

  beforeAll(() => (built = BuiltService.build()));
  afterAll(() => built.remove());

  beforeEach(async () => {
    server = await CatalogueServer.start();
    folder = mkdtempSync(join(tmpdir(), 'eventstreams-'));
  });

  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await server.close();
  });

  function start(uri: string): Promise<FailedStart> {
    const file = join(folder, 'config.json');
    writeFileSync(file, JSON.stringify({ ...config, stream_config_uri: uri }));
    return new Promise((resolve) => {
      const options = { timeout: startMs };
      execFile(process.execPath, [built.main, '--config', file], options, (error, stdout, stderr) => {
        keepLog(stdout + stderr);
        expect(stdout + stderr).not.toContain(secret);
        expect(stdout + stderr).not.toContain('reader:');
        resolve({ code: error?.code, said: stderr });
      });
    });
  }

  const cases: readonly (readonly [string, (to: CatalogueServer) => void, string])[] = [
    ['a page', (to) => to.give('<!DOCTYPE html>'), 'it is a page of HTML or XML, not JSON or YAML'],
    ['a 404', (to) => to.give('{}', {}, 404), 'it cannot be fetched (status 404)'],
    ['no stream', (to) => to.offer({}), 'it holds no stream'],
    [
      'streams elsewhere',
      (to) => to.give('{"config":{"edit":{"topics":["t"]}}}'),
      'it has no map of streams at "streams"; its keys are "config"',
    ],
    [
      'no valid stream',
      (to) => to.offer({ '/^a/': { topics: ['t'] } }),
      'it holds no valid stream. Stream "/^a/" is left out: its name is a pattern',
    ],
  ];

  it.each(cases)('is refused with words of its own: %s', async (_, give, reason) => {
    give(server);
    const { settings } = parseSettings({ ...config, stream_config_uri: withCredentials(server.uri) });
    await expect(createApp(settings, createLogger({ level: 'silent', name: 'test' }))).rejects.toMatchObject({
      name: 'InvalidStreamConfig',
      message: `Cannot load the stream catalogue ${server.uri}: ${reason}`,
    });
  });

  it('ends with code 1 and a line that says why', async () => {
    server.give('<!DOCTYPE html>');
    expect(await start(withCredentials(server.uri))).toEqual({
      code: 1,
      said: `Cannot start: Cannot load the stream catalogue ${server.uri}: it is a page of HTML or XML, not JSON or YAML\n`,
    });
  });

  it('ends where nobody answers, and where the address is none', async () => {
    const { uri } = server;
    await server.close();
    expect(await start(withCredentials(uri))).toEqual({
      code: 1,
      said: `Cannot start: Cannot load the stream catalogue ${uri}: it cannot be fetched (ECONNREFUSED)\n`,
    });
    expect(await start(`http://reader:${secret}@host:port/`)).toEqual({
      code: 1,
      said: 'Cannot start: stream_config_uri: is not a valid URI\n',
    });
  });
});
