import type { IncomingMessage } from 'node:http';
import { remembered } from '../remembered.js';

/**
 * A request that can be interpreted in two ways, or whose host is unknown. It is answered with 400, and nothing after
 * it is read.
 */
export class AmbiguousRequest extends Error {
  override readonly name = 'AmbiguousRequest';
}

/**
 * Headers that determine where a request ends or which host it is for. A proxy in front may accept another spelling of
 * their names than this service.
 */
const FRAMING = ['Host', 'Content-Length', 'Transfer-Encoding'];

/**
 * Finds what Node's parser accepts although another parser may see a different request in the same bytes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-11.2
 */
export function ambiguityOf(request: IncomingMessage): AmbiguousRequest | undefined {
  const { rawHeaders } = request;
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.length === 4 && rawHeaders[index]?.toLowerCase() === 'host') hosts += 1;
  const coding = request.headers['transfer-encoding'];
  if (hosts > 1) return unreadable(`Host is given ${hosts} times, send it once`);
  if (hosts === 0 && request.httpVersion === '1.1') return unreadable('Host is missing, send it');
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const meant = meantBy(name);
    if (meant !== undefined) return unreadable(`"${name}" is no header, ${meant} is`);
  }
  if (coding !== undefined && (coding.toLowerCase() !== 'chunked' || request.httpVersion !== '1.1'))
    return unreadable('Transfer-Encoding is not "chunked", leave it out');
  return undefined;
}

function unreadable(why: string): AmbiguousRequest {
  return new AmbiguousRequest(`Cannot read the request: ${why}`);
}

/** The header whose name is the same except for punctuation. */
const meantBy = remembered((name) => {
  const lower = name.toLowerCase();
  const letters = lower.replace(/[^a-z]/g, '');
  return FRAMING.find(
    (header) => header.toLowerCase() !== lower && header.toLowerCase().replace('-', '') === letters,
  );
});
