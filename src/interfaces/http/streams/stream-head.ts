import type { IncomingHttpHeaders } from 'node:http';
import { responseHeaders, variesByOrigin } from '../response-headers.js';
import type { StreamConnectionSettings } from '../stream-connection-settings.js';

/** What Nest sends with every response of an `@Sse()` handler. */
const SSE_HEADERS = [
  ...['Connection', 'close'],
  ...['Cache-Control', 'private, no-cache, no-store, must-revalidate, max-age=0, no-transform'],
  ...['Pragma', 'no-cache'],
  ...['Expires', '0'],
  ...['X-Accel-Buffering', 'no'],
];

/** The request headers that decide on the format and the coding of a stream, for `Vary`. */
export function negotiatedBy({ compression }: Pick<StreamConnectionSettings, 'compression'>): string {
  return compression ? 'Accept, Accept-Encoding' : 'Accept';
}

/** What the head of a stream depends on. */
export interface StreamHeadOptions {
  readonly contentType: string;
  /** Whether the body is compressed. */
  readonly isCompressed: boolean;
}

/**
 * The headers of streams, as names and values in turn, for a response that has none yet. They are the same bytes as
 * those that the handler sends through Nest, which a test compares; heads that are equal are made once.
 */
export class StreamHeads {
  private readonly known = new Map<string, readonly string[]>();

  constructor(private readonly settings: Pick<StreamConnectionSettings, 'cors' | 'csp' | 'compression'>) {}

  /** @param headers of the request */
  of({ contentType, isCompressed }: StreamHeadOptions, { origin }: IncomingHttpHeaders): readonly string[] {
    // A head with the origin of a page is made anew: pages could fill the memory with theirs.
    if (variesByOrigin(this.settings)) return this.make(contentType, isCompressed, origin);
    const key = `${contentType} ${isCompressed}`;
    let head = this.known.get(key);
    if (!head) this.known.set(key, (head = this.make(contentType, isCompressed, undefined)));
    return head;
  }

  private make(contentType: string, isCompressed: boolean, origin: string | undefined): readonly string[] {
    const given = Object.entries(responseHeaders(this.settings, origin));
    const negotiated = negotiatedBy(this.settings);
    const vary = variesByOrigin(this.settings) ? `Origin, ${negotiated}` : negotiated;
    return [
      // Nest copies the headers that a response has, whose names Node keeps in lower case.
      ...given.flatMap(([name, value]) => [name.toLowerCase(), value]),
      ...['vary', vary],
      ...(isCompressed ? ['content-encoding', 'gzip'] : []),
      ...['Content-Type', contentType],
      ...SSE_HEADERS,
    ];
  }
}
