import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './planted-project.js';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

describe('docs/dependencies.md', () => {
  const page = readFileSync(join(projectRoot, 'docs/dependencies.md'), 'utf8');
  const packages = ['package.json', 'ui/package.json'].flatMap((path) => {
    const manifest = JSON.parse(readFileSync(join(projectRoot, path), 'utf8')) as Manifest;
    return Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  });

  it.each(packages.filter((name) => !name.startsWith('@types/')))('says why %s is here', (name) => {
    expect(page).toContain(`\`${name}\``);
  });
});
