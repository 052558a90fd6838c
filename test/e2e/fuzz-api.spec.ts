import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Gateway } from '../../src/application/gateway.js';
import { createApp } from '../../src/composition/create-app.js';
import { parseSettings } from '../../src/infrastructure/config/load-settings.js';
import { createLogger } from '../../src/infrastructure/logging/create-logger.js';
import { builtPage } from '../support/built-page.js';
import { installMs, testTimeoutMs } from '../support/limits.js';
import { describePython, pythonStartTimeoutMs, pythonWith } from '../support/python.js';

/**
 * What it holds every answer to; what a client may get wrong is not all in the description, so a refusal is no failure.
 */
const checks = [
  ...['not_a_server_error', 'status_code_conformance', 'content_type_conformance'],
  ...['response_headers_conformance', 'problem_schema_conformance'],
  ...['unsupported_method', 'allow_header_conformance'],
];
const checksFile = join(__dirname, '..', 'python', 'api-checks.py');

/** An answer that takes longer counts as none; the home page is not ours to test. */
const options = [
  ...['--phases', 'examples,coverage,fuzzing', '--max-examples', '10', '--checks', checks.join(',')],
  ...['--request-timeout', '10', '--max-redirects', '0', '--continue-on-failure'],
  ...['--no-shrink', '--suppress-health-check', 'all', '--generation-database', 'none', '--no-color'],
];

describePython('the described API', () => {
  let python: string;
  let app: NestExpressApplication;
  let folder: string;
  let log = '';

  beforeAll(async () => {
    python = await pythonWith('requirements-api.txt');
    folder = mkdtempSync(join(tmpdir(), 'eventstreams-api-'));
    const { settings } = parseSettings({
      ...{ interface: '127.0.0.1', drain_ms: 1, log_level: 'warn' },
      // One stream on offer, little to read, and no response for long: there are thousands of requests.
      ...{ allowed_streams: ['mediawiki.recentchange'], sample_history_ms: 1000 },
      ...{ max_connection_ms: 5, heartbeat_ms: 20 },
    });
    const destination = new Writable({
      write(chunk: Buffer, _encoding, done) {
        log += chunk.toString();
        done();
      },
    });
    const http = { ...settings.http, uiFolder: builtPage() };
    const logger = createLogger({ level: 'warn', name: 'test', destination });
    app = await createApp({ ...settings, http }, logger);
    await app.listen(0, '127.0.0.1');
  }, pythonStartTimeoutMs);

  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    'answers as described, and in time, whatever is asked of it',
    async () => {
      expect(await schemathesis(await app.getUrl())).toEqual({ code: 0, failures: '' });
      expect(log.split('\n').filter((line) => line.includes('"level":"error"'))).toEqual([]);
      const gateway = app.get(Gateway, { strict: false });
      while (gateway.readerCount > 0) await new Promise(setImmediate);
    },
    testTimeoutMs,
  );

  /**
   * Runs it in a folder of its own, as it leaves files behind.
   * @returns how it ended, and what it says from its failures on
   */
  function schemathesis(
    url: string,
  ): Promise<{ readonly code: number | string | null; readonly failures: string }> {
    const args = ['-m', 'schemathesis.cli', 'run', `${url}/?spec`, '--url', url, ...options];
    const env = { ...process.env, NO_PROXY: '*', no_proxy: '*', SCHEMATHESIS_HOOKS: checksFile };
    return new Promise((resolve) => {
      const limits = { cwd: folder, env, timeout: installMs, maxBuffer: 2 ** 26 };
      execFile(python, args, limits, (error, stdout, stderr) => {
        const code = error === null ? 0 : (error.code ?? error.signal ?? null);
        resolve({ code, failures: code === 0 ? '' : stdout.slice(-8000) + stderr });
      });
    });
  }
});
