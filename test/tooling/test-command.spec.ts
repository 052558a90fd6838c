import { join } from 'node:path';
import { PlantedProject, projectRoot } from './planted-project.js';

describe('the test command', () => {
  let project: PlantedProject | undefined;

  function run(
    suites: Readonly<Record<string, string>>,
    ...args: readonly string[]
  ): readonly [number | null, string] {
    project = new PlantedProject({
      'package.json': '{}',
      'jest.config.cjs': 'module.exports = {};',
      ...suites,
    });
    const { code, stdout } = project.node('scripts/test.mjs', ...args);
    return [code, stdout.trimEnd().split('\n').at(-1) ?? ''];
  }

  afterEach(() => {
    project?.remove();
    project = undefined;
  });

  it('ends with how many tests passed, failed and were skipped; a crashed suite is a failure', () => {
    const mixed = run({
      'mixed.test.js':
        "it('a', () => {}); it('b', () => {}); it('c', () => { throw 1; }); it.todo('d'); xit('e', () => {});",
      'crashed.test.js': "require('./missing');",
    });
    expect(mixed).toEqual([1, '2 passed, 2 failed, 2 skipped']);
  });

  it('succeeds where all passed, and gives its arguments to jest', () => {
    const suites = { 'a.test.js': "it('a', () => {});", 'b.test.js': "it('b', () => { throw 1; });" };
    expect(run(suites, 'a.test')).toEqual([0, '1 passed, 0 failed, 0 skipped']);
  });

  it('shows a failure that no test had', () => {
    const config =
      'module.exports = { collectCoverageFrom: ["*.js"], coverageThreshold: { global: { lines: 100 } } };';
    const suites = {
      'a.test.js': "it('a', () => {});",
      'b.js': 'module.exports = 1;',
      'jest.config.cjs': config,
    };
    expect(run(suites, '--coverage')).toEqual([1, '1 passed, 1 failed, 0 skipped']);
  });

  it.each([
    ['a log with what was redacted', 'log', 'process.env.REDACTED_ACTOR'],
    ['a log with a secret', 'log', 'process.env.TEST_SECRET'],
    ['an error with a secret', 'answers', 'process.env.TEST_SECRET'],
    ['an error with a path of the project', 'answers', JSON.stringify(join(projectRoot, 'src/main.ts'))],
    ['an error with a path of a package', 'answers', "'/srv/node_modules/express'"],
    ['an error with a temporary file', 'answers', "require('node:os').tmpdir() + '/x/config.yaml'"],
    ['an error with a stack', 'answers', "'Error: a\\\\n    at b (c)'"],
    ['an error with a host', 'answers', "'connect ECONNREFUSED 10.0.0.1:9092'"],
  ])('counts %s as a failure, also where every test passed', (_, ending, what) => {
    expect(run({ 'a.test.js': leaving(ending, what) })).toEqual([1, '1 passed, 1 failed, 0 skipped']);
  });

  it.each([
    ['log', "'y'"],
    ['log', "'http://127.0.0.1:8888 ' + __filename"],
    ['answers', `'{"status":400,"type":"invalid_timestamp","detail":"look at 12:30:00"}'`],
  ])('finds nothing in a line of the %s such as %s', (ending, what) => {
    expect(run({ 'a.test.js': leaving(ending, what) })).toEqual([0, '1 passed, 0 failed, 0 skipped']);
  });
});

/** A test that passes, and leaves a line as services do. */
function leaving(ending: string, what: string): string {
  return `it('a', () => require('node:fs').appendFileSync(process.env.SERVICE_LOGS + '/1.${ending}', 'x ' + ${what}));`;
}
