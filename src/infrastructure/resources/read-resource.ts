import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { UnreadableResource } from './unreadable-resource.js';

/** How a resource is asked for. */
export interface ReadOptions {
  readonly userAgent: string;
  /** For the whole answer of a web server. */
  readonly timeoutMs: number;
  /** What is longer is not read. */
  readonly maxBytes: number;
}

/**
 * The text at a `file:` or `http(s):` URL; the URL's user and password are sent as Basic credentials.
 *
 * @param signal ends the read early
 * @throws {UnreadableResource}
 */
export async function readResource(url: URL, options: ReadOptions, signal: AbortSignal): Promise<string> {
  try {
    const bytes =
      url.protocol === 'file:'
        ? await readFile(url, options, signal)
        : await request(url, options, AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]));
    return new TextDecoder().decode(bytes);
  } catch (cause) {
    if (cause instanceof UnreadableResource) throw cause;
    const code = codeOf(cause);
    throw new UnreadableResource(`cannot be read (${code})`, ABSENT.has(code), { cause });
  }
}

/** Names of failures that say nothing of what else there may be. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

async function readFile(url: URL, { maxBytes }: ReadOptions, signal: AbortSignal): Promise<Buffer> {
  const file = await open(fileURLToPath(url));
  try {
    return await gather(file.createReadStream({ autoClose: false, signal }), maxBytes);
  } finally {
    await file.close();
  }
}

async function request(url: URL, options: ReadOptions, signal: AbortSignal): Promise<Buffer> {
  const { username, password } = url;
  const address = new URL(url);
  address.username = '';
  address.password = '';
  const headers = new Headers({
    'user-agent': options.userAgent,
    accept: 'application/json, application/yaml;q=0.9, */*;q=0.1',
  });
  if (username !== '') {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    headers.set('authorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
  }
  const response = await fetch(address, { headers, signal });
  if (!response.ok) {
    await response.body?.cancel();
    throw new UnreadableResource(`cannot be read (status ${response.status})`, response.status < 500);
  }
  return gather(response.body ?? [], options.maxBytes);
}

async function gather(chunks: AsyncIterable<unknown> | Iterable<unknown>, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) continue;
    length += chunk.length;
    if (length > maxBytes) throw new UnreadableResource(`is longer than ${maxBytes} bytes`, true);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

/** The short name of a failure: fetch hides the one of the socket in its cause. */
function codeOf(error: unknown): string {
  const { code, name, cause } = error as Partial<NodeJS.ErrnoException>;
  if (cause !== undefined) return codeOf(cause);
  return typeof code === 'string' ? code : (name ?? 'unknown');
}
