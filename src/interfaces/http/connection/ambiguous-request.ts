import type { IncomingMessage } from 'node:http';

/**
 * A request that could be read in two ways, or whose host is not known: it is answered 400, and nothing behind it is
 * read.
 */
export class AmbiguousRequest extends Error {
  override readonly name = 'AmbiguousRequest';
}

/**
 * Headers that say where a request ends or whom it is for; a proxy in front may go by another spelling than this
 * service does.
 */
const FRAMING = ['Host', 'Content-Length', 'Transfer-Encoding'];

/**
 * What Node's parser lets pass although another reader of the same bytes may see another request in them.
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

/** The header that a name is one of in all but its punctuation. */
function meantBy(name: string): string | undefined {
  const lower = name.toLowerCase();
  const letters = lower.replace(/[^a-z]/g, '');
  return FRAMING.find(
    (header) => header.toLowerCase() !== lower && header.toLowerCase().replace('-', '') === letters,
  );
}
