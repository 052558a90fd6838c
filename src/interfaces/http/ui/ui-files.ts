import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Document } from '../documents/document.js';
import type { Coding } from '../documents/document.js';

/** The file name endings of the content codings in the build, which omits files that are too small to benefit. */
const endings: Readonly<Record<Coding, string>> = { br: '.br', gzip: '.gz' };

/** The built page, in memory: it is small, and no other files can be requested. */
export abstract class UiFiles {
  abstract readonly index: Document;
  /** The files by name. A name changes with the content of its file. */
  abstract readonly assets: ReadonlyMap<string, Document>;
}

/** @param folder the output folder of the build @returns `undefined` if the page has not been built */
export function readUiFiles(folder: string): UiFiles | undefined {
  const index = join(folder, 'index.html');
  const assets = join(folder, 'ui');
  if (!existsSync(index) || !existsSync(assets)) return undefined;
  const names = readdirSync(assets).filter((name) => !isCompressed(name));
  return {
    index: readFile(index),
    assets: new Map(names.map((name) => [name, readFile(join(assets, name))])),
  };
}

function readFile(path: string): Document {
  const codings = Object.entries(endings) as [Coding, string][];
  const compressed = codings.filter(([, ending]) => existsSync(path + ending));
  const read = compressed.map(([coding, ending]) => [coding, readFileSync(path + ending)] as const);
  return Document.built(extname(path), readFileSync(path), new Map(read));
}

function isCompressed(name: string): boolean {
  return Object.values(endings).includes(extname(name));
}
