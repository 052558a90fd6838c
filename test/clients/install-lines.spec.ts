import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { testTimeoutMs } from '../support/limits.js';
import { describePython, pythonWith } from '../support/python.js';
import { codeBlocks } from './documented-program.js';

const run = promisify(execFile);

/** Sections that have something installed, with what the line says after `install`, and their program. */
function installs(manager: string, language: string): readonly (readonly [string, string[], string])[] {
  return codeBlocks.flatMap(({ heading, code }) => {
    const line = code.split('\n').find((text) => text.startsWith(`${manager} install `));
    const program = codeBlocks.find((block) => block.heading === heading && block.language === language);
    return line === undefined || program === undefined
      ? []
      : [[heading, line.split(' ').slice(2), program.code] as const];
  });
}

/** The lines of a program that load packages. */
const importsOf = (code: string): string =>
  (code.match(/^(?:import|from) .*$/gm) ?? []).filter((line) => !line.includes('node:')).join('\n');

describe('in an empty environment, the packages that the page has installed are enough', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'install-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(installs('npm', 'js'))(
    'for the program of %s',
    async (_, packages, code) => {
      writeFileSync(join(folder, 'package.json'), '{}');
      await run('npm', ['install', '--silent', '--no-audit', '--no-fund', ...packages], { cwd: folder });
      const program = join(folder, 'program.mjs');
      writeFileSync(program, importsOf(code));
      await run(process.execPath, [program], { cwd: folder });
    },
    testTimeoutMs,
  );

  describePython('in Python', () => {
    // Another environment's pip installs into each: making one for each takes longer than what it installs.
    let installer: string;

    beforeAll(async () => (installer = await pythonWith('requirements.txt')), testTimeoutMs);

    it.each(installs('pip', 'python'))(
      'for the program of %s',
      async (_, packages, code) => {
        await run('python3', ['-m', 'venv', '--without-pip', folder]);
        const python = join(folder, 'bin', 'python');
        const pip = ['-m', 'pip', '--python', python, 'install', '--quiet', '--disable-pip-version-check'];
        await run(installer, [...pip, ...packages]);
        const env = { ...process.env, PYWIKIBOT_NO_USER_CONFIG: '2', PYTHONNOUSERSITE: '1', PYTHONPATH: '' };
        await run(python, ['-c', importsOf(code)], { cwd: folder, env });
      },
      testTimeoutMs,
    );
  });
});
