const mark = Buffer.from('\r\n\r\n');
const nothing = Buffer.alloc(0);

/** Finds the end of a request's head in bytes that arrive in pieces. */
export class HeadEndFinder {
  /** The last bytes of earlier pieces, which may contain the start of the mark. */
  private tail: Buffer = nothing;

  /** @returns how many bytes of a piece belong to the current head; all of them if it does not end in this piece */
  next(bytes: Buffer): number {
    // Almost all heads are whole.
    if (this.tail.length === 0 && endWithin(bytes) === bytes.length) return bytes.length;
    const seam = Buffer.concat([this.tail, bytes.subarray(0, mark.length - 1)]);
    const across = seam.indexOf(mark);
    const end = across === -1 ? endWithin(bytes) : across + mark.length - this.tail.length;
    this.tail = end === undefined ? lastOf(this.tail, bytes) : nothing;
    return end ?? bytes.length;
  }
}

function endWithin(bytes: Buffer): number | undefined {
  const start = bytes.indexOf(mark);
  return start === -1 ? undefined : start + mark.length;
}

function lastOf(tail: Buffer, bytes: Buffer): Buffer {
  const most = mark.length - 1;
  // A copy, because the original may be the buffer of a whole socket read.
  return Buffer.from(
    bytes.length >= most ? bytes.subarray(-most) : Buffer.concat([tail, bytes]).subarray(-most),
  );
}
