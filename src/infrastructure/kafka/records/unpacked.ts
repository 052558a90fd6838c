/**
 * Decompressed data in pieces. Each is produced when it is requested, so that a consumer that stops has not
 * decompressed more than it needed. A piece is valid until the next one is requested.
 */
export type Pieces = Iterable<Buffer> | AsyncIterable<Buffer>;

/** Decompressed data; one buffer if it was not compressed, or is known to be small. */
export type Unpacked = Buffer | Pieces;
