import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../tooling/planted-project.js';

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');

describe('the README', () => {
  const readme = read('README.md');

  it('has less than 150 lines, and begins with the two commands', () => {
    expect(readme.split('\n').length).toBeLessThan(150);
    const [, commands = ''] = /^```sh\n([^]*?)^```$/m.exec(readme) ?? [];
    expect(commands.match(/^npm ci && npm (?:start|test)\b/gm)).toEqual([
      'npm ci && npm start',
      'npm ci && npm test',
    ]);
  });

  it('has no figure that the newest measurements do not have', () => {
    const measured = new Set(
      read('docs/performance.md')
        .split(/[|\n]/)
        .map((cell) => cell.trim()),
    );
    const figures = Array.from(readme.matchAll(/\*\*([\d .]+)\*\*/g), ([, figure = '']) => figure);
    expect(figures.length).toBeGreaterThan(10);
    expect(figures.filter((figure) => !measured.has(figure))).toEqual([]);
  });
});
