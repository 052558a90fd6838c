const nothing = Buffer.alloc(0);
const lineBreak = Buffer.from('\r\n');

/**
 * Frames bytes as one chunk of HTTP/1.1's chunked coding, once for all connections that are handed the same buffer in turn.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-7.1
 */
export class SharedChunks {
  private lastBytes: Buffer = nothing;
  private lastChunk: Buffer = nothing;

  /** @param bytes at least one: an empty chunk would end the body */
  of(bytes: Buffer): Buffer {
    if (bytes !== this.lastBytes) {
      const size = Buffer.from(`${bytes.length.toString(16)}\r\n`, 'latin1');
      this.lastChunk = Buffer.concat([size, bytes, lineBreak]);
      this.lastBytes = bytes;
    }
    return this.lastChunk;
  }
}
