import { readTextFile } from './file-resource.js';
import { WebResource } from './web-resource.js';
import type { RequestOptions } from './web-resource.js';

/**
 * The text at a `file:` or `http(s):` URL.
 *
 * @param signal ends the read early
 * @throws {UnreadableResource}
 */
export async function readResource(url: URL, options: RequestOptions, signal: AbortSignal): Promise<string> {
  if (url.protocol === 'file:') return readTextFile(url, options.maxBytes, signal);
  return (await new WebResource(url, options).read(signal))?.text ?? '';
}
