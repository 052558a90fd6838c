import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../tooling/planted-project.js';
import { haproxy } from './haproxy.js';
import { nginx } from './nginx.js';
import { ProxyProcess } from './proxy-process.js';
import type { ProxyProgram } from './proxy-process.js';

/** Where proxies connect from: a client that connects by itself comes from elsewhere. */
export const proxyAddress = '127.0.0.3';

const page = readFileSync(join(projectRoot, 'docs', 'operating.md'), 'utf8');

/** A proxy as docs/operating.md has it. */
export interface DocumentedProxy {
  readonly heading: string;
  readonly program: ProxyProgram;
  /** Makes the text connect from `proxyAddress`. */
  readonly bound: (text: string) => string;
  /** The status of a request that no instance takes. */
  readonly nobody: number;
}

/** Those that the tests can run. */
export const documentedProxies: readonly DocumentedProxy[] = [
  {
    heading: 'nginx',
    program: nginx,
    bound: (text) => replaced(text, /( *)proxy_pass .*;/, `$&\n$1proxy_bind ${proxyAddress};`),
    nobody: 502,
  },
  {
    heading: 'HAProxy',
    program: haproxy,
    bound: (text) => replaced(text, /^( *)balance .*/m, `$&\n$1source ${proxyAddress}`),
    nobody: 503,
  },
];

/** The code below a heading of docs/operating.md. @throws {Error} where there is not one block of it */
export function documented(heading: string): string {
  const [, section = ''] = new RegExp(`^### ${heading}\n([^]*?)(?=^##|$(?![^]))`, 'm').exec(page) ?? [];
  const [block, ...others] = Array.from(section.matchAll(/^```\w+\n([^]*?)^```/gm), ([, code = '']) => code);
  if (block === undefined || others.length > 0) throw new Error(`There is not one block below ${heading}`);
  return block;
}

/**
 * Starts a proxy by what the page says: with other addresses only, and for tests of it another time to wait for bytes.
 * @param ports of one instance or two
 */
export async function startDocumented(
  { heading, program, bound }: DocumentedProxy,
  ports: readonly number[],
  timeout = '30s',
): Promise<ProxyProcess> {
  let text = bound(documented(heading));
  text = replaced(text, /(?<=listen |bind )(?:\*?:)?80\b/, '127.0.0.1:{port}');
  for (const [index, host] of ['10.0.0.1', '10.0.0.2'].entries()) {
    const line = new RegExp(`^.*${host}:8888.*\\n`, 'm');
    const port = ports[index];
    text = replaced(text, line, (whole) =>
      port === undefined ? '' : whole.replace(`${host}:8888`, `127.0.0.1:${port}`),
    );
  }
  text = replaced(text, /(?<=timeout (?:server )?)30s/, timeout);
  return ProxyProcess.start(program, text);
}

/** @throws {Error} where there is nothing to replace: the page has changed, and the test would be of something else */
function replaced(text: string, pattern: RegExp, by: string | ((found: string) => string)): string {
  if (!pattern.test(text)) throw new Error(`Nothing is ${pattern.source} in ${text}`);
  return typeof by === 'string' ? text.replace(pattern, by) : text.replace(pattern, by);
}
