import { InvalidStreamConfig } from './invalid-stream-config.js';
import type { StreamConfigSource, StreamConfigText } from './stream-config-source.js';

/** How something is asked for over the network. */
export interface RequestOptions {
  readonly userAgent: string;
  /** For the whole answer, redirects and its last byte included. */
  readonly timeoutMs: number;
  /** For the whole answer, as it is after decompression. */
  readonly maxBytes: number;
}

/**
 * A catalogue that a web server gives. Redirects are followed; credentials in the URL are sent as basic authentication, and only to
 * its own host. The version of a text is its `ETag`.
 *
 * @throws {InvalidStreamConfig} where credentials in the URL are not encoded as they should be
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
 */
export function httpStreamConfig(url: URL, options: RequestOptions): StreamConfigSource {
  const address = new URL(url);
  address.username = '';
  address.password = '';
  const headers = {
    'user-agent': options.userAgent,
    accept: 'application/json, application/yaml;q=0.9, */*;q=0.1',
    ...authorization(url),
  };
  return {
    uri: address.href,
    read: (signal, knownVersion) =>
      within(options.timeoutMs, signal, (ending) =>
        ask(address, { headers, signal: ending }, knownVersion, options.maxBytes),
      ),
  };
}

function authorization({ username, password }: URL): { readonly authorization?: string } {
  if (username === '' && password === '') return {};
  try {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  } catch (cause) {
    throw new InvalidStreamConfig('stream_config_uri: its credentials are not percent-encoded', { cause });
  }
}

/**
 * Ends work that takes too long. Not `AbortSignal.any`: made anew for every refresh, it would stay with the signal that outlives it.
 */
async function within<T>(
  timeoutMs: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const end = (): void => ending.abort(outer.reason);
  const late = new InvalidStreamConfig(`it cannot be fetched within ${timeoutMs} ms`);
  const timer = setTimeout(() => ending.abort(late), timeoutMs);
  outer.addEventListener('abort', end);
  try {
    outer.throwIfAborted();
    return await work(ending.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', end);
  }
}

async function ask(
  address: URL,
  { headers, signal }: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
  knownVersion: string | undefined,
  maxBytes: number,
): Promise<StreamConfigText | undefined> {
  const condition = knownVersion !== undefined && { 'if-none-match': knownVersion };
  try {
    const response = await fetch(address, { headers: { ...headers, ...condition }, signal });
    if (!response.ok) {
      await response.body?.cancel();
      if (response.status === 304 && knownVersion !== undefined) return undefined;
      throw new InvalidStreamConfig(`it cannot be fetched (status ${response.status})`);
    }
    const text = response.body === null ? '' : await textOf(response.body, maxBytes);
    const version = response.headers.get('etag');
    return { text, ...(version !== null && { version }) };
  } catch (cause) {
    if (cause instanceof InvalidStreamConfig) throw cause;
    throw new InvalidStreamConfig(`it cannot be fetched (${reasonOf(cause)})`, { cause });
  }
}

/** Counts while it reads: an answer without end, or that grows when decompressed, is never held whole. */
async function textOf(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new InvalidStreamConfig(`it has more than ${maxBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** In short: fetch hides the failure of the socket in its cause. */
function reasonOf(error: unknown): string {
  const { code, message, cause } = error as Partial<NodeJS.ErrnoException>;
  if (cause !== undefined) return reasonOf(cause);
  return typeof code === 'string' ? code : (message ?? 'unknown');
}
