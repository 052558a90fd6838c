import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { httpStreamConfig, type RequestOptions } from './http-stream-config.js';
import { InvalidStreamConfig } from './invalid-stream-config.js';
import type { StreamConfigSource } from './stream-config-source.js';

/**
 * The source behind a path, or a `file:` or `http(s):` URI.
 *
 * @throws {InvalidStreamConfig} for a URI of another scheme, or that is none; it is not repeated, as it may hold a password
 */
export function streamConfigAt(uri: string, request: RequestOptions): StreamConfigSource {
  if (!/^[a-z][a-z\d+.-]+:/i.test(uri)) return fileSource(uri, uri);
  if (!URL.canParse(uri)) throw new InvalidStreamConfig('stream_config_uri: is not a valid URI');
  const url = new URL(uri);
  if (url.protocol === 'file:') return fileSource(uri, pathOf(url));
  if (url.protocol === 'http:' || url.protocol === 'https:') return httpStreamConfig(url, request);
  throw new InvalidStreamConfig(`stream_config_uri: "${url.protocol}" is not one of file:, http: and https:`);
}

function pathOf(url: URL): string {
  try {
    return fileURLToPath(url);
  } catch (cause) {
    throw new InvalidStreamConfig('stream_config_uri: is not the file: URI of a local path', { cause });
  }
}

function fileSource(uri: string, path: string): StreamConfigSource {
  return {
    uri,
    async read(signal) {
      try {
        return { text: await readFile(path, { encoding: 'utf8', signal }) };
      } catch (cause) {
        const { code, name } = cause as NodeJS.ErrnoException;
        throw new InvalidStreamConfig(`it cannot be read (${code ?? name})`, { cause });
      }
    },
  };
}
