import { join } from 'node:path';
import { describeWith } from '../support/installed.js';
import { classPathOf, installJars, javaOptions } from '../support/kafka/java-tools.js';
import { projectRoot } from '../tooling/planted-project.js';
import { itReadsStreams, queryOf } from './client.contract.js';
import type { DocumentedProgram } from './documented-clients.js';
import { RunningProgram } from './running-program.js';
import { itTakesNothingElseForAnEvent } from './strict-client.contract.js';

const folder = join(__dirname, 'java');
const jars = { dir: join(projectRoot, '.cache', 'java-clients'), pom: join(folder, 'pom.xml') };

function javaClient(name: string): DocumentedProgram {
  return {
    name,
    asksByFilter: true,
    start: (serviceUrl, wanted) => {
      const url = `${serviceUrl}/v2/stream/recentchange${queryOf(wanted)}`;
      const command = ['java', ...javaOptions, '-cp', classPathOf(jars), join(folder, `${name}.java`)];
      return Promise.resolve(RunningProgram.start(command, 'url.txt', url));
    },
  };
}

describeWith(['java', '-version'], 'in Java', () => {
  beforeAll(() => installJars(jars));

  describe.each(['OkhttpEventsource', 'OkhttpSse'])('%s', (name) => {
    itReadsStreams(javaClient(name));
    itTakesNothingElseForAnEvent(javaClient(name));
  });
});
