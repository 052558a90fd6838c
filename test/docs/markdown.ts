import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot } from '../tooling/planted-project.js';

/** A fenced block. */
export interface CodeBlock {
  /** Its page and line, for messages. */
  readonly at: string;
  readonly language: string;
  /** What stands behind the language. */
  readonly info: string;
  readonly code: string;
}

/** A page of the documentation. */
export interface Page {
  /** From the project's root. */
  readonly path: string;
  readonly text: string;
  /** What its links lead to, images included. */
  readonly links: readonly string[];
  /** What the fragment of a link to it may be. */
  readonly anchors: ReadonlySet<string>;
  readonly blocks: readonly CodeBlock[];
}

const fence = /^( *)(`{3,})([^\n`]*)\n([^]*?)^\1\2 *$/gm;

/** Reads a page. @param path from the project's root */
export function pageOf(path: string, text: string): Page {
  const prose = text.replace(fence, '');
  return {
    path,
    text,
    links: linksIn(prose),
    anchors: anchorsIn(prose),
    blocks: Array.from(text.matchAll(fence), (match) => {
      const [, indent = '', , opening = '', code = ''] = match;
      const [language = '', ...info] = opening.trim().split(/\s+/);
      const line = text.slice(0, match.index).split('\n').length;
      const own = code.replace(new RegExp(`^${indent}`, 'gm'), '');
      return { at: `${path}:${line}`, language, info: info.join(' '), code: own };
    }),
  };
}

/** All that is written for people: the pages in the project's root, and in folders that a reader is led to. */
export function readPages(): readonly Page[] {
  const inRoot = readdirSync(projectRoot).filter((name) => name.endsWith('.md'));
  const below = ['docs', 'deploy', 'examples', 'bench', 'test/torture'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
      .map((name) => `${folder}/${relative('.', name)}`)
      // Generated, and not part of the project.
      .filter((path) => !path.startsWith('docs/api/')),
  );
  return [...inRoot, ...below]
    .sort()
    .map((path) => pageOf(path, readFileSync(join(projectRoot, path), 'utf8')));
}

function linksIn(prose: string): readonly string[] {
  const text = prose.replace(/`[^`\n]*`/g, '');
  return [
    ...Array.from(text.matchAll(/\]\(([^)\s]*)(?: "[^"]*")?\)/g), ([, target = '']) => target),
    ...Array.from(text.matchAll(/^\[[^\]]+\]: *(\S+)/gm), ([, target = '']) => target),
    ...Array.from(
      text.matchAll(/<(?:img|a|source)\b[^>]*\b(?:src|href|srcset)="([^"]*)"/g),
      ([, target = '']) => target,
    ),
    ...Array.from(text.matchAll(/<(https?:[^>\s]*)>/g), ([, target = '']) => target),
  ];
}

/** As GitHub makes them: small letters, spaces as hyphens, no other punctuation; the second of a name has a number. */
function anchorsIn(prose: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const anchors = Array.from(prose.matchAll(/^#{1,6} +(.*?) *#*$/gm), ([, heading = '']) => {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/ /g, '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
  return new Set(anchors);
}
