import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as limits from '../support/limits.js';
import { projectRoot } from './planted-project.js';

/** A number as the last argument of a test or of what comes before it, or a constant that is named for a wait. */
const ownLimit = [
  /^ *\}, \d+_000\);$/m,
  /^ *(?:before|after)(?:All|Each)\(.*, [\d_]+\);$/m,
  /^(?:export )?const (?:test|start|build|install|step|timeout|patience)\w*Ms = \d/m,
  /jest\.setTimeout\(/,
];
const folder = join(projectRoot, 'test');
/** They are shipped, without the limits of our own tests. */
const shipped = 'contracts/';

describe('how long tests wait', () => {
  it('is longer for what is waited for outside than within', () => {
    const { stepMs, startMs, installMs, testTimeoutMs } = limits;
    const outwards = [stepMs, startMs, installMs, testTimeoutMs];
    expect(outwards).toEqual([...outwards].sort((one, other) => one - other));
  });

  it('is the same for a test in the settings of jest', () => {
    const { testTimeout } = jest.requireActual<{ readonly testTimeout: number }>('../../jest.config.cjs');
    expect(testTimeout).toBe(limits.testTimeoutMs);
  });

  it('is said in test/support/limits.ts, and in no suite by itself', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.ts') && !path.startsWith(shipped) && path !== 'support/limits.ts',
    );
    expect(files.length).toBeGreaterThan(100);
    const saysOne = (path: string): boolean =>
      ownLimit.some((pattern) => pattern.test(readFileSync(join(folder, path), 'utf8')));
    expect(files.filter((path) => saysOne(path) && path !== 'tooling/limits.spec.ts')).toEqual([]);
  });
});
