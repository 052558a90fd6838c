import { join } from 'node:path';
import { PlantedProject, projectRoot } from './planted-project.js';

const config = JSON.stringify({
  testEnvironment: join(projectRoot, 'test/support/closing-environment.cjs'),
  testEnvironmentOptions: { closingMs: 2000 },
});

describe('a suite that leaves something open', () => {
  let project: PlantedProject;

  /** The last line of the test command, for two suites whose tests pass. */
  function closingLine(test: string): string {
    project = new PlantedProject({
      'package.json': '{}',
      'jest.config.cjs': `module.exports = ${config};`,
      'a.test.js': `it('a', ${test});`,
      // With a second suite, each has a process without jest's own timers.
      'b.test.js': `it('b', () => undefined);`,
    });
    return (
      project.node('scripts/test.mjs', '--maxWorkers=2', '--forceExit').stdout.trimEnd().split('\n').at(-1) ??
      ''
    );
  }

  afterEach(() => project.remove());

  it.each([
    ['a timer', '() => void setTimeout(() => undefined, 600_000)'],
    ['a server', "() => void require('node:net').createServer().listen(0, '127.0.0.1')"],
    ['a process', "() => void require('node:child_process').spawn('cat')"],
  ])('fails: %s', (_, test) => {
    expect(closingLine(test)).toBe('1 passed, 1 failed, 0 skipped');
  });

  it('passes where it is closed, even if that takes a moment after the last test', () => {
    expect(closingLine('() => void setTimeout(() => undefined, 100)')).toBe('2 passed, 0 failed, 0 skipped');
  });
});
