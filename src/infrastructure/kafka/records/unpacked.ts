/**
 * What was compressed, in pieces: the next is made when it is asked for, so that whoever stops asking has unpacked no
 * more than was needed. A piece is valid until the next one is asked for.
 */
export type Pieces = Iterable<Buffer> | AsyncIterable<Buffer>;

/** What was compressed, whole where that is known to be little. */
export type Unpacked = Buffer | Pieces;
