import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'clients.md'), 'utf8');

/** Where the page's programs look for the service. */
export const documentedUrl = 'http://localhost:8888';

/** A fenced block of the page. */
export interface CodeBlock {
  /** The heading above it, as text. */
  readonly heading: string;
  readonly language: string;
  readonly code: string;
}

/** All blocks of `docs/clients.md`, in order. */
export const codeBlocks: readonly CodeBlock[] = page.split(/^##+ /m).flatMap((section) => {
  const heading = section.slice(0, section.indexOf('\n')).replaceAll('`', '');
  return Array.from(section.matchAll(/^```(\w+)\n(.*?)^```$/gms), ([, language = '', code = '']) => ({
    heading,
    language,
    code,
  }));
});

/** The one block of a language below a heading. @throws {Error} where there is none, or another */
export function documentedProgram(heading: string, language: string): string {
  const found = codeBlocks.filter((block) => block.heading === heading && block.language === language);
  if (found.length !== 1) {
    throw new Error(`Cannot take the ${language} of "${heading}": the page has ${found.length} blocks of it`);
  }
  return found[0]?.code ?? '';
}
