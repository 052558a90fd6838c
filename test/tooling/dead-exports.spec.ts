import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlantedProject, projectRoot } from './planted-project.js';

interface Issue {
  readonly files: readonly { readonly name: string }[];
  readonly exports: readonly { readonly name: string }[];
}

describe('the check for dead exports', () => {
  const project = new PlantedProject({
    'package.json': JSON.stringify({ name: 'planted', main: 'dist/index.js' }),
    'knip.json': readFileSync(join(projectRoot, 'knip.json'), 'utf8'),
    'tsconfig.json': JSON.stringify({ include: ['src'] }),
    'src/main.ts': "import { used } from './thing';\nconsole.log(used);",
    'src/index.ts': "export { offered } from './thing';",
    'src/thing.ts': 'export const used = 1;\nexport const offered = 2;\nexport const dead = 3;',
    'src/forgotten.ts': 'export const forgotten = 1;',
  });

  afterAll(() => project.remove());

  it('refuses an export and a file that nothing uses, and nothing else', () => {
    const { code, stdout } = project.node(
      'node_modules/knip/bin/knip.js',
      '--no-progress',
      '--reporter',
      'json',
    );
    const { issues } = JSON.parse(stdout) as { readonly issues: readonly Issue[] };
    expect(code).not.toBe(0);
    expect(issues.flatMap(({ files }) => files.map(({ name }) => name))).toEqual(['src/forgotten.ts']);
    expect(issues.flatMap(({ exports }) => exports.map(({ name }) => name))).toEqual(['dead']);
  });
});
