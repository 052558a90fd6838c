const lineBreak = Buffer.from('\r\n');

/**
 * Frames bytes as one chunk of HTTP/1.1's chunked coding, once for all connections that write the same buffer.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-7.1
 */
export class HttpChunkCache {
  private readonly chunks = new WeakMap<Buffer, Buffer>();

  /** @param bytes not empty: an empty chunk would end the body */
  of(bytes: Buffer): Buffer {
    const known = this.chunks.get(bytes);
    if (known) return known;
    const size = Buffer.from(`${bytes.length.toString(16)}\r\n`, 'latin1');
    const chunk = Buffer.concat([size, bytes, lineBreak]);
    this.chunks.set(bytes, chunk);
    return chunk;
  }
}
