import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Document } from '../documents/document.js';
import type { Coding } from '../documents/document.js';

/** How the build names files in a content coding; where it made none, the file is too small to gain. */
const endings: Readonly<Record<Coding, string>> = { br: '.br', gzip: '.gz' };

/** The page as it was built, held in memory: small, and nothing else can be asked for. */
export abstract class UiFiles {
  abstract readonly index: Document;
  /** Name → file. A name changes with what is in the file. */
  abstract readonly assets: ReadonlyMap<string, Document>;
}

/** @param folder where the page was built to @returns nothing where it was not */
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
