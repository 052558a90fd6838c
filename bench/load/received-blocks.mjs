const blockEnd = Buffer.from('\n\n');
const idLine = Buffer.from('\nid: ');

/** What one client has received: whole blocks only, as a client of the service takes them. */
export class ReceivedBlocks {
  #rest = Buffer.alloc(0);
  #whole = Buffer.alloc(0);

  /** @param mark what is looked for in them: `madeMark` or `offsetMark` */
  constructor(mark) {
    this.mark = mark;
  }

  /** Takes what came, up to the last whole block. */
  add(chunk) {
    const data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const end = data.lastIndexOf(blockEnd) + 1;
    this.#rest = data.subarray(end);
    this.#whole = end > 0 ? data.subarray(0, end) : this.#whole.subarray(0, 0);
    return this;
  }

  /** Every mark in what came last. */
  *marks() {
    let from = 0;
    for (;;) {
      const at = this.#whole.indexOf(this.mark.before, from);
      if (at < 0) return;
      from = at + this.mark.before.length;
      yield this.#read(from);
    }
  }

  /** The last mark in what came last, `undefined` where there is none: costs little however much came. */
  lastMark() {
    const at = this.#whole.lastIndexOf(this.mark.before);
    return at < 0 ? undefined : this.#read(at + this.mark.before.length);
  }

  /** The last id in what came last, `undefined` where no block ended. */
  lastEventId() {
    const at = this.#whole.lastIndexOf(idLine);
    if (at < 0) return undefined;
    return this.#whole.latin1Slice(at + idLine.length, this.#whole.indexOf('\n', at + idLine.length));
  }

  #read(from) {
    return this.mark.read(this.#whole.latin1Slice(from, this.#whole.indexOf(this.mark.after, from)));
  }
}

/** Whether numbers follow one another: how many were left out, how many came again. */
export class Sequence {
  count = 0;
  missing = 0;
  repeated = 0;
  last = -1;

  take(n) {
    this.count += 1;
    if (this.last >= 0 && n <= this.last) this.repeated += 1;
    if (this.last >= 0 && n > this.last + 1) this.missing += n - this.last - 1;
    this.last = Math.max(this.last, n);
  }
}

/** The same of many. */
export function sumOf(sequences) {
  const sum = (key) => sequences.reduce((total, sequence) => total + sequence[key], 0);
  return { count: sum('count'), missing: sum('missing'), repeated: sum('repeated') };
}
