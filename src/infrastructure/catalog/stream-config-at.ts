import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTextFile } from '../resources/file-resource.js';
import { UnreadableResource } from '../resources/unreadable-resource.js';
import type { RequestOptions } from '../resources/web-resource.js';
import { httpStreamConfig } from './http-stream-config.js';
import { InvalidStreamConfig } from './invalid-stream-config.js';
import type { StreamConfigSource } from './stream-config-source.js';

/**
 * Returns the source at a path (relative to the working directory, absolute in logs), or a `file:` or `http(s):` URI.
 *
 * @throws {InvalidStreamConfig} if the URI is invalid or has another scheme; the message does not contain the URI,
 * because it may contain a password
 */
export function streamConfigAt(uri: string, request: RequestOptions): StreamConfigSource {
  if (!/^[a-z][a-z\d+.-]+:/i.test(uri)) return fileSource(resolve(uri), uri, request);
  if (!URL.canParse(uri)) throw new InvalidStreamConfig('stream_config_uri: is not a valid URI');
  const url = new URL(uri);
  if (url.protocol === 'file:') return fileSource(uri, pathOf(url), request);
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

function fileSource(uri: string, path: string, { maxBytes }: RequestOptions): StreamConfigSource {
  return {
    uri,
    async read(signal) {
      try {
        return { text: await readTextFile(path, maxBytes, signal) };
      } catch (cause) {
        if (!(cause instanceof UnreadableResource)) throw cause;
        throw new InvalidStreamConfig(`it ${cause.message}`, { cause });
      }
    },
  };
}
