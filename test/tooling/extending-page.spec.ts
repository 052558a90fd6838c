import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './planted-project.js';

/** A text whose lines are compared without the space around them. */
function bare(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

const folders = [
  'examples',
  'test/examples',
  'test/package',
  'test/e2e',
  'src/domain/redaction',
  'src/infrastructure/config',
];
const sources = folders.flatMap((folder) =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => bare(readFileSync(join(projectRoot, folder, name), 'utf8'))),
);

describe('docs/extending.md', () => {
  const page = readFileSync(join(projectRoot, 'docs/extending.md'), 'utf8');
  const blocks = Array.from(page.matchAll(/```ts\n([^]*?)```/g), ([, code = '']) => bare(code));

  it.each(blocks.map((block) => [block.split('\n', 1)[0], block]))('shows what runs: %s', (_, block) => {
    expect(sources.filter((source) => source.includes(block))).not.toEqual([]);
  });

  it.each(readdirSync(join(projectRoot, 'examples')).filter((name) => name.endsWith('.ts')))(
    'names %s',
    (name) => {
      expect(page).toContain(`examples/${name}`);
    },
  );
});
