import { PlantedProject } from './planted-project.js';

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

  it('counts a log with what was redacted as a failure, also where every test passed', () => {
    const logging = (what: string): string =>
      `it('a', () => require('node:fs').appendFileSync(process.env.SERVICE_LOGS + '/1.log', 'x ' + ${what}));`;
    expect(run({ 'a.test.js': logging('process.env.REDACTED_ACTOR') })).toEqual([
      1,
      '1 passed, 1 failed, 0 skipped',
    ]);
    project?.remove();
    expect(run({ 'a.test.js': logging("'y'") })).toEqual([0, '1 passed, 0 failed, 0 skipped']);
  });
});
