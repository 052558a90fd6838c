const mark = Buffer.from('\r\n\r\n');

/** Finds where the head of a request ends, in bytes that come in pieces. */
export class HeadEndFinder {
  /** The last bytes of the pieces before, in which the mark may have begun. */
  private tail: Buffer = Buffer.alloc(0);

  /** @returns how many bytes of a piece belong to the head that is under way; all where it does not end in them */
  next(bytes: Buffer): number {
    const seam = Buffer.concat([this.tail, bytes.subarray(0, mark.length - 1)]);
    const across = seam.indexOf(mark);
    const end = across === -1 ? endWithin(bytes) : across + mark.length - this.tail.length;
    this.tail = end === undefined ? lastOf(this.tail, bytes) : Buffer.alloc(0);
    return end ?? bytes.length;
  }
}

function endWithin(bytes: Buffer): number | undefined {
  const start = bytes.indexOf(mark);
  return start === -1 ? undefined : start + mark.length;
}

function lastOf(tail: Buffer, bytes: Buffer): Buffer {
  const most = mark.length - 1;
  // A copy: what it is cut from may be a whole read of the socket.
  return Buffer.from(
    bytes.length >= most ? bytes.subarray(-most) : Buffer.concat([tail, bytes]).subarray(-most),
  );
}
