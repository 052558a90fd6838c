import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installMs } from '../support/limits.js';
import { describeWith } from '../support/installed.js';
import { projectRoot } from '../tooling/planted-project.js';
import { itReadsStreams, queryOf } from './client.contract.js';
import type { DocumentedProgram } from './documented-clients.js';
import { RunningProgram } from './running-program.js';
import { itTakesNothingElseForAnEvent } from './strict-client.contract.js';

/** Where it is built: Cargo writes beside its sources. */
const folder = join(projectRoot, '.cache', 'rust-clients');

const reqwestEventsource: DocumentedProgram = {
  name: 'reqwest-eventsource',
  asksByFilter: true,
  start: (serviceUrl, wanted) => {
    const url = `${serviceUrl}/v2/stream/recentchange${queryOf(wanted)}`;
    return Promise.resolve(RunningProgram.start([join(folder, 'target/debug/clients')], 'url.txt', url));
  },
};

describeWith(['cargo', '--version'], 'in Rust: reqwest-eventsource', () => {
  beforeAll(async () => {
    cpSync(join(__dirname, 'rust'), folder, { recursive: true });
    const env = { ...process.env, CARGO_TARGET_DIR: join(folder, 'target') };
    await promisify(execFile)('cargo', ['build', '--quiet'], { cwd: folder, env, timeout: installMs });
  });

  itReadsStreams(reqwestEventsource);
  itTakesNothingElseForAnEvent(reqwestEventsource);
});
