import { askDirectly } from './ask-directly.js';
import { UnreadableResource } from './unreadable-resource.js';

/** The options of requests to a web server. */
export interface RequestOptions {
  readonly userAgent: string;
  /** The timeout of the whole request, including redirects and the last byte of the response. */
  readonly timeoutMs: number;
  /** Maximum size of the response body, after decompression. */
  readonly maxBytes: number;
  /** Additional headers, which may include `Host`; may be secret. If set, redirects are not followed. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The content of a resource. */
export interface Resource {
  readonly text: string;
  /** Its `ETag`. */
  readonly version?: string;
}

/**
 * A resource at an `http(s):` URL. Redirects are followed if no headers are given. Credentials in the URL are sent as
 * basic authentication, and only to the host of the URL.
 */
export class WebResource {
  /** For logs: without credentials. */
  readonly address: string;
  private readonly headers: Readonly<Record<string, string>>;

  /** @throws {UnreadableResource} if credentials in the URL are not percent-encoded correctly */
  constructor(
    url: URL,
    private readonly options: RequestOptions,
  ) {
    const address = new URL(url);
    address.username = '';
    address.password = '';
    this.address = address.href;
    this.headers = {
      'user-agent': options.userAgent,
      accept: 'application/json, application/yaml;q=0.9, */*;q=0.1',
      ...authorization(url),
      ...Object.fromEntries(
        Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
      ),
    };
  }

  /**
   * Returns the whole content; `undefined` if it still has the known version.
   *
   * @param signal aborts the request
   * @throws {UnreadableResource}
   * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
   */
  read(signal: AbortSignal, knownVersion?: string): Promise<Resource | undefined> {
    return within(this.options.timeoutMs, signal, (ending) => this.ask(ending, knownVersion));
  }

  private async ask(signal: AbortSignal, knownVersion?: string): Promise<Resource | undefined> {
    const condition = knownVersion !== undefined && { 'if-none-match': knownVersion };
    try {
      const response = await this.answer({ ...this.headers, ...condition }, signal);
      if (!response.ok) {
        await response.body?.cancel();
        if (response.status === 304 && knownVersion !== undefined) return undefined;
        throw new UnreadableResource(`cannot be fetched (status ${response.status})`, response.status < 500);
      }
      const text = response.body === null ? '' : await textOf(response.body, this.options.maxBytes);
      const version = response.headers.get('etag');
      return { text, ...(version !== null && { version }) };
    } catch (cause) {
      const failure: unknown = signal.aborted ? signal.reason : cause;
      if (failure instanceof UnreadableResource) throw failure;
      throw new UnreadableResource(`cannot be fetched (${reasonOf(failure)})`, false, { cause });
    }
  }

  private answer(headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
    return this.options.headers === undefined
      ? fetch(this.address, { headers, signal })
      : askDirectly(this.address, headers, signal);
  }
}

function authorization({ username, password }: URL): { readonly authorization?: string } {
  if (username === '' && password === '') return {};
  try {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  } catch (cause) {
    throw new UnreadableResource('has credentials that are not percent-encoded', false, { cause });
  }
}

/**
 * Aborts work that takes too long. Does not use `AbortSignal.any`: one signal per request would stay attached to the
 * outer signal, which lives longer.
 */
async function within<T>(
  timeoutMs: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const end = (): void => ending.abort(outer.reason);
  const late = new UnreadableResource(`cannot be fetched within ${timeoutMs} ms`, false);
  const timer = setTimeout(() => ending.abort(late), timeoutMs);
  outer.addEventListener('abort', end);
  try {
    if (outer.aborted) throw new UnreadableResource('was cancelled', false, { cause: outer.reason });
    return await work(ending.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', end);
  }
}

/** Counts bytes while reading, so that an endless or decompressed huge response is never held in memory as a whole. */
async function textOf(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new UnreadableResource(`has more than ${maxBytes} bytes`, true);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Returns a short reason. `fetch` hides the error of the socket in `cause`. */
function reasonOf(error: unknown): string {
  const { code, message, cause } = error as Partial<NodeJS.ErrnoException>;
  if (cause !== undefined) return reasonOf(cause);
  return typeof code === 'string' ? code : (message ?? 'unknown');
}
