import { readFileSync } from 'node:fs';
import { type Document, isPair, isScalar, parseDocument, visit } from 'yaml';
import { InvalidConfiguration } from './invalid-configuration.js';

/** Tells a map from a list, a scalar and nothing. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What a YAML (or JSON) file holds; an empty file is an empty map.
 *
 * @throws {InvalidConfiguration} naming the file and the line, never its text: it may hold secrets.
 */
export function readConfigFile(path: string): unknown {
  return parseConfig(readText(path), path);
}

/** The same for text already read. @throws {InvalidConfiguration} */
export function parseConfig(text: string, path: string): unknown {
  const document = parseDocument(text, { merge: true, prettyErrors: false, logLevel: 'silent' });
  const problems = document.errors.map(
    (error) => `${path}: line ${lineOf(text, error.pos[0])} is not valid YAML (${error.code})`,
  );
  if (problems.length > 0) throw new InvalidConfiguration(problems);
  keepTitlesAsWritten(document);
  try {
    return document.toJS() ?? {};
  } catch {
    throw new InvalidConfiguration([`${path}: has an alias without an anchor, or too many of them`]);
  }
}

/** A title such as 007, 1.0 or True must not lose its spelling to YAML's idea of numbers: it would match no page. */
function keepTitlesAsWritten(document: Document): void {
  visit(document, {
    Pair: (_, pair) => {
      if (!isScalar(pair.key) || pair.key.value !== 'mediawiki_redacted_pages' || !isPair(pair)) return;
      visit(pair.value as Parameters<typeof visit>[0], {
        Scalar: (key, scalar) => {
          if (key !== 'key' && scalar.source) scalar.value = scalar.source;
        },
      });
    },
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new InvalidConfiguration([`${path}: cannot be read (${code})`]);
  }
}

function lineOf(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}
