import { UnreadableResource } from '../resources/unreadable-resource.js';
import { WebResource } from '../resources/web-resource.js';
import type { RequestOptions } from '../resources/web-resource.js';
import { InvalidStreamConfig } from './invalid-stream-config.js';
import type { StreamConfigSource } from './stream-config-source.js';

/**
 * Returns a source that fetches the catalogue from a web server. The version of a text is its `ETag`.
 *
 * @throws {InvalidStreamConfig} if credentials in the URL are not percent-encoded correctly
 */
export function httpStreamConfig(url: URL, options: RequestOptions): StreamConfigSource {
  const resource = webResource(url, options);
  return {
    uri: resource.address,
    async read(signal, knownVersion) {
      try {
        return await resource.read(signal, knownVersion);
      } catch (cause) {
        if (!(cause instanceof UnreadableResource)) throw cause;
        throw new InvalidStreamConfig(`it ${cause.message}`, { cause });
      }
    },
  };
}

function webResource(url: URL, options: RequestOptions): WebResource {
  try {
    return new WebResource(url, options);
  } catch (cause) {
    const reason = cause instanceof UnreadableResource ? cause.message : 'is not a valid URI';
    throw new InvalidStreamConfig(`stream_config_uri: ${reason}`, { cause });
  }
}
