import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleStreams } from '../../src/infrastructure/memory/sample/sample-streams.js';
import { projectRoot } from '../tooling/planted-project.js';
import { curl, nodeClients } from './documented-clients.js';
import { codeBlocks, documentedProgram, documentedUrl } from './documented-program.js';
import { pythonPrograms } from './documented-python.js';

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const page = read('docs/clients.md');

/** Clients by the package manager that the page installs them with, a version after `@`. */
const installed = (manager: string): readonly (readonly [string, string | undefined])[] =>
  codeBlocks
    .flatMap(({ code }) => code.split('\n'))
    .filter((line) => line.startsWith(`${manager} install `))
    .flatMap((line) => line.split(' ').slice(2))
    .map((name) => name.split('@'))
    .map(([name = '', version]) => [name, version]);

describe('the page on clients', () => {
  const manifest = JSON.parse(read('package.json')) as { readonly devDependencies: Record<string, string> };
  const pinned = ['requirements.txt', 'requirements-sseclient-py.txt']
    .flatMap((file) => read(join('test/python', file)).split('\n'))
    .filter((line) => line !== '');

  it('has a section for each client of its table, and no other', () => {
    const rows = Array.from(page.matchAll(/^\| \[[^\]]+\]\(#([\w-]+)\)/gm), ([, anchor]) => anchor);
    const sections = new Set(
      codeBlocks.map(({ heading }) => heading.toLowerCase().replace("'", '').replace(' ', '-')),
    );
    expect(rows).toEqual([...sections]);
  });

  it('shows no program that the tests do not run', () => {
    const run = [...nodeClients, curl, ...pythonPrograms].map(({ name }) => name);
    const programs = codeBlocks.filter(({ language }) => language !== 'sh');
    expect(programs.map(({ heading }) => heading).sort()).toEqual(["Browser's EventSource", ...run].sort());
    for (const { code } of programs) expect(code).toContain(documentedUrl);
  });

  it('names the topics of the sample where a program has to', () => {
    const sample = sampleStreams.find(({ aliases }) => aliases.includes('recentchange'));
    const [, topics = ''] = /const topics = \[(.*)\];/.exec(documentedProgram('fetch', 'js')) ?? [];
    expect(topics.replaceAll("'", '').split(', ')).toEqual(sample?.topics);
  });

  it('has nothing installed by npm in another version than is tested', () => {
    for (const [name, version] of installed('npm')) {
      expect([name, manifest.devDependencies[name]?.split('.')[0]]).toEqual([name, version]);
    }
  });

  it('has nothing installed by pip that is not pinned for the tests', () => {
    const names = pinned.map((line) => line.split('==')[0]);
    expect(names).toEqual(expect.arrayContaining(installed('pip').map(([name]) => name)));
    for (const line of pinned) expect(line).toMatch(/^[\w.-]+==[\w.]+$/);
  });
});
