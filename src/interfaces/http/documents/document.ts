import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** The bytes of a document in one content coding. */
export interface Representation {
  readonly bytes: Buffer;
  /** Of the bytes alone, so that all instances that serve the same bytes agree. */
  readonly etag: string;
}

/** A content coding, the best first. */
const CODINGS = ['br', 'gzip'] as const;

/** A way to send a document in fewer bytes. */
export type Coding = (typeof CODINGS)[number];

/** Below this a response fits into one packet anyway. */
const leastBytes = 1024;

/** What a document is compressed with for the first client that takes it: the best in the time that client may wait. */
const compressors: Readonly<Record<Coding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: promisify(gzip),
};

/**
 * Something that is the same for everybody who asks. Its bytes are in memory once, however many answers they are sent
 * in, and are compressed once for each content coding, outside the event loop, when the first client takes it.
 */
export class Document {
  readonly plain: Representation;
  private readonly made = new Map<Coding, Promise<Representation>>();

  /**
   * @param type a media type, or the ending of a file's name
   * @param codings those it can be sent in, the best first
   */
  private constructor(
    readonly type: string,
    bytes: Buffer,
    readonly codings: readonly Coding[],
    private readonly compress: (coding: Coding) => Promise<Buffer>,
  ) {
    this.plain = represent(bytes);
  }

  /** A document that is compressed when it is asked for so, unless it is too small to gain. */
  static of(type: string, content: string | Buffer): Document {
    const bytes = Buffer.from(content);
    const codings = bytes.length < leastBytes ? [] : CODINGS;
    return new Document(type, bytes, codings, (coding) => compressors[coding](bytes));
  }

  /** A document that has been compressed, or need not be. */
  static built(type: string, bytes: Buffer, compressed: ReadonlyMap<Coding, Buffer> = new Map()): Document {
    const codings = CODINGS.filter((coding) => compressed.has(coding));
    return new Document(type, bytes, codings, (coding) => Promise.resolve(compressed.get(coding) ?? bytes));
  }

  /** The document in a coding that it has: all who ask before it is made wait for the same. */
  in(coding: Coding): Promise<Representation> {
    const known = this.made.get(coding);
    if (known) return known;
    const making = this.compress(coding).then(represent);
    this.made.set(coding, making);
    // Whoever asks next tries anew.
    making.catch(() => this.made.delete(coding));
    return making;
  }
}

function represent(bytes: Buffer): Representation {
  return { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
}
