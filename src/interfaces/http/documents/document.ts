import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** The bytes of a document in one content coding. */
export interface Representation {
  readonly bytes: Buffer;
  /** Depends on the bytes only, so that all instances that serve the same bytes agree. */
  readonly etag: string;
}

/** Content codings, best first. */
const CODINGS = ['br', 'gzip'] as const;

/** A content coding of documents. */
export type Coding = (typeof CODINGS)[number];

/** Smaller responses fit into one packet anyway. */
const leastBytes = 1024;

/** Compresses a document when the first client accepts a coding: as well as possible while that client waits. */
const compressors: Readonly<Record<Coding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: promisify(gzip),
};

/**
 * A document that is the same for all clients. It is in memory once, whatever the number of responses, and is
 * compressed once for each content coding, outside the event loop, when the first client accepts it.
 */
export class Document {
  readonly plain: Representation;
  private readonly made = new Map<Coding, Promise<Representation>>();

  /**
   * @param type a media type, or a file name extension
   *
   * @param codings the available codings, best first
   */
  private constructor(
    readonly type: string,
    bytes: Buffer,
    readonly codings: readonly Coding[],
    private readonly compress: (coding: Coding) => Promise<Buffer>,
  ) {
    this.plain = represent(bytes);
  }

  /** A document that is compressed on demand, unless it is too small. */
  static of(type: string, content: string | Buffer): Document {
    const bytes = Buffer.from(content);
    const codings = bytes.length < leastBytes ? [] : CODINGS;
    return new Document(type, bytes, codings, (coding) => compressors[coding](bytes));
  }

  /** A document that is already compressed, or need not be. */
  static built(type: string, bytes: Buffer, compressed: ReadonlyMap<Coding, Buffer> = new Map()): Document {
    const codings = CODINGS.filter((coding) => compressed.has(coding));
    return new Document(type, bytes, codings, (coding) => Promise.resolve(compressed.get(coding) ?? bytes));
  }

  /** The document in one of its codings; all clients that ask meanwhile wait for the same result. */
  in(coding: Coding): Promise<Representation> {
    const known = this.made.get(coding);
    if (known) return known;
    const making = this.compress(coding).then(represent);
    this.made.set(coding, making);
    // The next request tries again.
    making.catch(() => this.made.delete(coding));
    return making;
  }
}

function represent(bytes: Buffer): Representation {
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
}
