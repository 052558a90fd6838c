import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSettings } from '../../src/infrastructure/config/load-settings.js';
import { describePython, pythonStartTimeoutMs } from '../support/python.js';
import { projectRoot } from '../tooling/planted-project.js';
import { DeployChecks } from './deploy-checks.js';
import { readStages, valuesOf } from './dockerfile.js';

const path = join(projectRoot, 'Dockerfile');
const stages = readStages(readFileSync(path, 'utf8'));
const last = stages.at(-1)!;
const about = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Readonly<
  Record<string, string>
>;

describePython('the Dockerfile, by hadolint', () => {
  let checks: DeployChecks;
  beforeAll(async () => (checks = await DeployChecks.install()), pythonStartTimeoutMs);

  it('is without fault', () => {
    expect(checks.dockerfile(path)).toEqual([]);
  });
});

describe('the Dockerfile', () => {
  it('builds and runs on one Node, whose version it says', () => {
    const [base, ...others] = new Set(stages.map(({ from }) => from));
    expect([base, others]).toEqual([expect.stringMatching(/^node:24(\.\d+)*-\w+-slim$/), []]);
  });

  it('runs as somebody who is not root, by number', () => {
    expect(valuesOf(last, 'USER')).toEqual([expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/)]);
  });

  it('says which port is listened on', () => {
    expect(valuesOf(last, 'EXPOSE')).toEqual([String(parseSettings({}).settings.http.port)]);
  });

  it('has labels that say what the package says', () => {
    const labels = new Map(
      Array.from(
        valuesOf(last, 'LABEL')
          .join(' ')
          .matchAll(/org\.opencontainers\.image\.(\w+)="([^"]*)"/g),
      ).map(([, name, value]) => [name, value]),
    );
    expect(Object.fromEntries(labels)).toEqual({
      title: about['name'],
      description: about['description'],
      licenses: about['license'],
    });
  });
});
