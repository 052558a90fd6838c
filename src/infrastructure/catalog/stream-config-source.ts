import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { InvalidStreamConfig } from './invalid-stream-config.js';

/** Where a stream catalogue is read, again and again. */
export interface StreamConfigSource {
  /** For logs: without what may be secret in it. */
  readonly uri: string;
  /** The whole text. @param signal ends the read early */
  read(signal: AbortSignal): Promise<string>;
}

/** How something is asked for over the network. */
export interface RequestOptions {
  readonly userAgent: string;
  /** For the whole answer. */
  readonly timeoutMs: number;
}

/**
 * The source behind a path, or a `file:` or `http(s):` URI.
 *
 * @throws {InvalidStreamConfig} for a URI of another scheme, or that is none
 */
export function streamConfigSource(uri: string, request: RequestOptions): StreamConfigSource {
  if (!/^[a-z][a-z\d+.-]+:/i.test(uri)) return fileSource(uri, uri);
  if (!URL.canParse(uri)) throw new InvalidStreamConfig('stream_config_uri: is not a valid URI');
  const url = new URL(uri);
  if (url.protocol === 'file:') return fileSource(uri, fileURLToPath(url));
  if (url.protocol === 'http:' || url.protocol === 'https:') return httpSource(url, request);
  throw new InvalidStreamConfig(`stream_config_uri: "${url.protocol}" is not one of file:, http: and https:`);
}

/** @throws {InvalidStreamConfig} without the text, which may be long */
export function parseYamlOrJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return parseYaml(text);
  }
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { merge: true, prettyErrors: false, logLevel: 'error' }) as unknown;
  } catch (cause) {
    throw new InvalidStreamConfig('it is neither valid JSON nor valid YAML', { cause });
  }
}

function fileSource(uri: string, path: string): StreamConfigSource {
  return {
    uri,
    async read(signal) {
      try {
        return await readFile(path, { encoding: 'utf8', signal });
      } catch (cause) {
        throw new InvalidStreamConfig(`it cannot be read (${codeOf(cause)})`, { cause });
      }
    },
  };
}

function httpSource(url: URL, { userAgent, timeoutMs }: RequestOptions): StreamConfigSource {
  const { username, password } = url;
  const address = new URL(url);
  address.username = '';
  address.password = '';
  const headers = new Headers({
    'user-agent': userAgent,
    accept: 'application/json, application/yaml;q=0.9, */*;q=0.1',
  });
  if (username !== '') {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    headers.set('authorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
  }
  return {
    uri: address.href,
    read: (signal) =>
      ask(address, { headers, signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) }),
  };
}

async function ask(address: URL, init: RequestInit): Promise<string> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(address, init);
    text = await response.text();
  } catch (cause) {
    throw new InvalidStreamConfig(`it cannot be fetched (${codeOf(cause)})`, { cause });
  }
  if (!response.ok) throw new InvalidStreamConfig(`it cannot be fetched (status ${response.status})`);
  return text;
}

/** The short name of a failure: fetch hides the one of the socket in its cause. */
function codeOf(error: unknown): string {
  const { code, name, cause } = error as Partial<NodeJS.ErrnoException>;
  if (cause !== undefined) return codeOf(cause);
  return typeof code === 'string' ? code : (name ?? 'unknown');
}
