import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** Content codings, the best first, and how the build names files in them. */
const endings: Readonly<Record<string, string>> = { br: '.br', gzip: '.gz' };

/** The bytes of a file in one content coding. */
export interface Representation {
  readonly bytes: Buffer;
  /** Of the bytes alone, so that all instances that serve the same build agree. */
  readonly etag: string;
}

/** A file of the page. */
export interface PageFile {
  /** With the dot. */
  readonly extension: string;
  readonly plain: Representation;
  /** Content coding → bytes, the best first; none where the file is too small to gain. */
  readonly compressed: ReadonlyMap<string, Representation>;
}

/** The page as it was built, held in memory: small, and nothing else can be asked for. */
export abstract class PageFiles {
  abstract readonly index: PageFile;
  /** Name → file. A name changes with what is in the file. */
  abstract readonly assets: ReadonlyMap<string, PageFile>;
}

/** @param folder where the page was built to @returns nothing where it was not */
export function readPageFiles(folder: string): PageFiles | undefined {
  const index = join(folder, 'index.html');
  const assets = join(folder, 'ui');
  if (!existsSync(index) || !existsSync(assets)) return undefined;
  const names = readdirSync(assets).filter((name) => !isCompressed(name));
  return {
    index: readFile(index),
    assets: new Map(names.map((name) => [name, readFile(join(assets, name))])),
  };
}

function readFile(path: string): PageFile {
  const compressed = new Map<string, Representation>();
  for (const [coding, ending] of Object.entries(endings)) {
    if (existsSync(path + ending)) compressed.set(coding, represent(path + ending));
  }
  return { extension: extname(path), plain: represent(path), compressed };
}

function represent(path: string): Representation {
  const bytes = readFileSync(path);
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
}

function isCompressed(name: string): boolean {
  return Object.values(endings).includes(extname(name));
}
