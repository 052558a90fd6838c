import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { projectRoot } from '../tooling/planted-project.js';
import type { Page } from './markdown.js';
import { pageOf, readPages } from './markdown.js';

const pages = readPages();
const byPath = new Map(pages.map((page) => [page.path, page]));

/** Where a relative link leads, from the project's root, and the fragment behind it. */
function targetOf({ path }: Page, link: string): readonly [target: string, fragment: string] {
  const [file = '', fragment = ''] = decodeURI(link).split('#');
  const target = file === '' ? path : posix.normalize(posix.join(posix.dirname(path), file));
  return [target.replace(/\/$/, ''), fragment];
}

/** Whether it names a scheme, a host or a place of this machine. */
function isAbsolute(link: string): boolean {
  return /^(?:[a-z][a-z\d+.-]*:|\/)/i.test(link);
}

function faultOf(page: Page, link: string): string | undefined {
  if (isAbsolute(link)) return isPublic(link) ? undefined : `${link} is no public address`;
  const [target, fragment] = targetOf(page, link);
  if (target.startsWith('..')) return `${link} leads out of the project`;
  if (!existsSync(join(projectRoot, target))) return `${link} leads nowhere`;
  if (fragment === '' || !target.endsWith('.md')) return undefined;
  const anchors =
    byPath.get(target)?.anchors ?? pageOf(target, readFileSync(join(projectRoot, target), 'utf8')).anchors;
  return anchors.has(fragment) ? undefined : `${link} has no such heading`;
}

/** Of the web, and not where packages are downloaded from, which depends on who builds. */
function isPublic(link: string): boolean {
  if (!link.startsWith('https://') || !URL.canParse(link)) return false;
  const { hostname } = new URL(link);
  return (
    hostname.includes('.') && !/^(?:registry|npm|repo|proxy|mirror)\.|^[\d.]+$|\.internal$/.test(hostname)
  );
}

/** The pages that a page leads to; a link to a folder leads to all pages in it. */
function linkedFrom(page: Page): readonly string[] {
  return page.links
    .filter((link) => !isAbsolute(link))
    .map((link) => targetOf(page, link)[0])
    .flatMap((target) => {
      const isFolder =
        existsSync(join(projectRoot, target)) && statSync(join(projectRoot, target)).isDirectory();
      return isFolder ? [...byPath.keys()].filter((path) => path.startsWith(`${target}/`)) : [target];
    });
}

describe('links of the documentation', () => {
  it.each(pages.map((page) => [page.path, page] as const))('%s has none that leads nowhere', (_, page) => {
    expect(page.links.map((link) => faultOf(page, link)).filter((fault) => fault !== undefined)).toEqual([]);
  });

  it('lead from the README to every page', () => {
    const reached = new Set(['README.md']);
    for (const path of reached) {
      const page = byPath.get(path);
      if (page !== undefined) for (const next of linkedFrom(page)) reached.add(next);
    }
    // GitHub shows these at places of their own.
    const found = new Set([...reached, 'SECURITY.md', 'CONTRIBUTING.md']);
    expect([...byPath.keys()].filter((path) => !found.has(path))).toEqual([]);
  });
});

describe('the check of links', () => {
  const page = pageOf(
    'docs/operating.md',
    [
      '[a](nowhere.md) [b](protocol.md#nowhere) [c](#metrics) [d](../../x) [e](file:///etc) ![f](charts/none.svg)',
      '[g](http://localhost:8888) [h](https://registry.example.org/x) [i](/tmp/x) `[j](code.md)` [k](protocol.md#where-it-starts)',
      '```sh\n[l](fenced.md)\n```',
    ].join('\n'),
  );

  it('finds what leads nowhere, and nothing else', () => {
    expect(page.links.map((link) => faultOf(page, link)).filter((fault) => fault !== undefined)).toEqual([
      'nowhere.md leads nowhere',
      'protocol.md#nowhere has no such heading',
      '../../x leads out of the project',
      'file:///etc is no public address',
      'charts/none.svg leads nowhere',
      'http://localhost:8888 is no public address',
      'https://registry.example.org/x is no public address',
      '/tmp/x is no public address',
    ]);
  });

  it('knows headings as GitHub names them', () => {
    const { anchors } = pageOf('x.md', '# The `log`: a_b, [c](d.md)?\n## Browser’s é\n## Twice\n## Twice\n');
    expect([...anchors]).toEqual(['the-log-a_b-c', 'browsers-é', 'twice', 'twice-1']);
  });
});
