import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../tooling/planted-project.js';

const page = readFileSync(join(projectRoot, 'docs/operating.md'), 'utf8');
const source = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(projectRoot, 'src', name), 'utf8'))
  .join('\n');

/** A message of the library that logs requests. */
const ofLibraries = ['request completed'];

describe('docs/operating.md', () => {
  const [, section = ''] = /^## Log\n([^]*?)^## /m.exec(page) ?? [];
  const messages = Array.from(section.matchAll(/^\| `([^`]+)` +\| `\w+`/gm), ([, message = '']) => message);

  it('names messages of the log that are written', () => {
    expect(messages.length).toBeGreaterThan(4);
    expect(
      messages.filter((message) => !ofLibraries.includes(message) && !source.includes(`'${message}'`)),
    ).toEqual([]);
  });
});
