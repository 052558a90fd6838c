import { readFileSync } from 'node:fs';
import { type Document, isPair, isScalar, parseDocument, visit } from 'yaml';
import { InvalidConfiguration } from './invalid-configuration.js';

/** Whether a value is a map, and not a list, a scalar or nothing. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads and parses a YAML (or JSON) file; an empty file is an empty map.
 *
 * @throws {InvalidConfiguration} naming the file and the line, but never its text, which may contain secrets
 */
export function readConfigFile(path: string): unknown {
  return parseConfig(readText(path), path);
}

/** Parses text that was read from a file. @throws {InvalidConfiguration} */
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

/** Keeps page titles such as 007, 1.0 or True as written: parsed as other types, they would match no page. */
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
