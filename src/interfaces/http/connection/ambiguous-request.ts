import type { IncomingMessage } from 'node:http';

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
  const names = request.rawHeaders.filter((_, index) => index % 2 === 0);
  const hosts = names.filter((name) => name.toLowerCase() === 'host').length;
  const coding = request.headers['transfer-encoding'];
  if (hosts > 1) return unreadable(`Host is given ${hosts} times, send it once`);
  if (hosts === 0 && request.httpVersion === '1.1') return unreadable('Host is missing, send it');
  for (const name of names) {
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
function meantBy(name: string): string | undefined {
  const lower = name.toLowerCase();
  const letters = lower.replace(/[^a-z]/g, '');
  return FRAMING.find(
    (header) => header.toLowerCase() !== lower && header.toLowerCase().replace('-', '') === letters,
  );
}
