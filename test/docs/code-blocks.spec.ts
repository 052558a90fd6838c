import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { parseConfig } from '../../src/infrastructure/config/config-file.js';
import { parseSettings } from '../../src/infrastructure/config/load-settings.js';
import { projectRoot } from '../tooling/planted-project.js';
import type { CodeBlock } from './markdown.js';
import { pageOf, readPages } from './markdown.js';

const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** What is wrong with a block of a language; none: nothing. */
type Check = (block: CodeBlock) => readonly string[];

const checks: Readonly<Record<string, Check>> = {
  json: ({ code }) => thrownBy(() => JSON.parse(code) as unknown),
  yaml: yamlFaults,
  sh: shellFaults,
  bash: shellFaults,
  js: scriptFaults,
  ts: scriptFaults,
  // Each is run by a test of its own: in test/clients, or by the proxies themselves in test/e2e.
  html: () => [],
  python: () => [],
  nginx: () => [],
  haproxy: () => [],
};

function thrownBy(work: () => unknown): readonly string[] {
  try {
    work();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** `yaml config` is a whole configuration; `yaml config older` may have settings that are not used. */
function yamlFaults({ code, info }: CodeBlock): readonly string[] {
  const faults = parseAllDocuments(code).flatMap(({ errors }) => errors.map(({ message }) => message));
  if (!info.startsWith('config')) return faults;
  return thrownBy(() => {
    const { warnings } = parseSettings(parseConfig(code, 'config.yaml'));
    if (info === 'config' && warnings.length > 0) throw new Error(warnings.join('\n'));
  });
}

function shellFaults({ code }: CodeBlock): readonly string[] {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: code, encoding: 'utf8' });
  const scripts = Array.from(
    code.matchAll(/\bnpm run (?:--?[\w-]+ )*([\w:-]+)/g),
    ([, script = '']) => script,
  );
  const own = code.includes('--workspace') || code.includes('npm install') ? [] : scripts;
  return [
    ...(status === 0 ? [] : [stderr]),
    ...own.filter((script) => !(script in manifest.scripts)).map((script) => `there is no script ${script}`),
  ];
}

/** A page may show a statement, or an entry of a list or a map. */
function scriptFaults({ code, language }: CodeBlock): readonly string[] {
  const [asItIs = [], ...asPart] = [code, `[\n${code}]`, `({\n${code}})`].map((text) =>
    syntaxFaults(text, language),
  );
  return asPart.some((faults) => faults.length === 0) ? [] : asItIs;
}

function syntaxFaults(text: string, language: string): readonly string[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    fileName: `block.${language}`,
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      experimentalDecorators: true,
    },
  });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

function faultsOf(block: CodeBlock): readonly string[] {
  const check = checks[block.language];
  return check === undefined ? [`"${block.language}" is no language that is checked`] : check(block);
}

describe('code of the documentation', () => {
  const blocks = readPages().flatMap((page) => page.blocks);

  it.each(blocks.map((block) => [block.at, block] as const))('%s is what its language takes', (_, block) => {
    expect(faultsOf(block)).toEqual([]);
  });
});

describe('the check of code', () => {
  const faults = (opening: string, code: string): readonly string[] =>
    pageOf('x.md', `text\n\n\`\`\`${opening}\n${code}\n\`\`\`\n`).blocks.flatMap(faultsOf);

  it.each([
    ['json', '{"a": 1,}', /JSON/],
    ['yaml', 'a: [', /Flow sequence/],
    ['yaml config', 'prot: 1', /there is no such key/],
    ['yaml config', 'services: [{conf: {}}]\nnum_workers: 1', /older runner/],
    ['yaml config older', 'services: [{conf: {prot: 1}}]', /there is no such key/],
    ['sh', "echo 'a", /unexpected EOF|matching/],
    ['sh', 'npm run --silent nothing', /no script nothing/],
    ['js', 'const a = ;', /Expression expected/],
    ['ts', 'const a: = 1;', /Type expected/],
    ['cobol', 'STOP RUN.', /no language that is checked/],
  ])('refuses %s: %s', (opening, code, fault) => {
    expect(faults(opening, code)).toEqual([expect.stringMatching(fault)]);
  });

  it.each([
    ['json', '{"a": 1}'],
    ['yaml', 'a: 1\n---\nb: 2'],
    ['yaml config', 'port: 1'],
    ['yaml config older', 'services: [{conf: {}}]\nnum_workers: 1'],
    ['sh', 'npm run check # all'],
    ['ts', '@A() class B<C> {}'],
    ['ts', '{ a: 1, b: [c] },'],
    ['ts', 'a: b(1).c(15_000),'],
  ])('takes %s: %s', (opening, code) => {
    expect(faults(opening, code)).toEqual([]);
  });

  it('sees a block in a list as it is meant', () => {
    const [block] = pageOf('x.md', '1. a\n\n   ```json\n   [\n     1]\n   ```\n').blocks;
    expect(block).toEqual({ at: 'x.md:3', language: 'json', info: '', code: '[\n  1]\n' });
  });
});
