import { type Cuts, cutsOf } from './cuts.js';
import { isObjectAt, isObjectEndAt, keyBetween, skipSpace, skipString, skipValue } from './scan.js';
import type { MemberTally } from './scan.js';
import { toSingleLine } from './single-line.js';

/** The position of an event in the log, as written to its `meta`. */
export interface EventPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

const POSITION_PATHS = [
  ['meta', 'topic'],
  ['meta', 'partition'],
  ['meta', 'offset'],
] as const;

const POSITION_CUTS = cutsOf(POSITION_PATHS);

/** An event as it is sent, and its member count. */
export interface SplicedEvent {
  readonly json: string;
  /** The number of members of the text, at every depth; more than the parsed event has if the text repeats a key. */
  readonly members: number;
}

/** Returns the `json` of `spliceCounting`. */
export function spliceEvent(
  text: string,
  position: EventPosition,
  remove: readonly (readonly string[])[] = [],
): string {
  return spliceCounting(text, position, remove).json;
}

/**
 * Puts an event on one line, adds its position at the end of `meta`, and removes the members at `remove`. Everything
 * else stays as it is, byte for byte.
 *
 * A producer's own `meta.topic`, `meta.partition` and `meta.offset` are removed, in every spelling and every duplicate.
 * A missing `meta` is added at the end. If `meta` is repeated, every copy gets the position, because parsers differ in
 * which copy they use. Paths follow objects only, and all duplicates of a key.
 *
 * @param text an object that `JSON.parse` has accepted, in which each `meta` is an object; not checked
 * @param remove members to remove, each as a path of keys from the event down
 * @see docs/decisions/0002-editing-json-in-place.md
 */
export function spliceCounting(
  text: string,
  position: EventPosition,
  remove: readonly (readonly string[])[] = [],
): SplicedEvent {
  const cuts = remove.length === 0 ? POSITION_CUTS : cutsOf([...POSITION_PATHS, ...remove]);
  const splicer = new Splicer(text, position);
  return { json: toSingleLine(splicer.splice(cuts)), members: splicer.members };
}

/** An object that has been edited. */
interface Edited {
  /** The index of its closing brace. */
  readonly close: number;
  readonly keptAny: boolean;
}

/** One pass over the text, which collects the parts to keep. */
class Splicer implements MemberTally {
  members = 0;
  private readonly pieces: string[] = [];
  /** Everything before this index has been copied to `pieces` or left out. */
  private done = 0;
  private readonly position: string;
  private hasMeta = false;

  constructor(
    private readonly text: string,
    { topic, partition, offset }: EventPosition,
  ) {
    this.position = `"topic":${JSON.stringify(topic)},"partition":${partition},"offset":${offset}`;
  }

  splice(cuts: Cuts): string {
    const { close, keptAny } = this.editObject(skipSpace(this.text, 0), cuts, true);
    this.copyUntil(close);
    if (!this.hasMeta) this.pieces.push(`${keptAny ? ',' : ''}"meta":{${this.position}}`);
    this.copyUntil(this.text.length);
    // `join` makes a new string. A concatenation with `+` would keep the whole text in memory, with what was removed.
    return this.pieces.join('');
  }

  private editObject(open: number, cuts: Cuts, isEvent: boolean): Edited {
    const { text, done } = this;
    const pieceCount = this.pieces.length;
    let keptAny = false;
    let separator = open;
    let close = skipSpace(text, open + 1);
    while (!isObjectEndAt(text, close)) {
      const start = skipSpace(text, separator + 1);
      const keyEnd = skipString(text, start);
      const key = keyBetween(text, start, keyEnd);
      this.members++;
      const value = skipSpace(text, skipSpace(text, keyEnd) + 1);
      const cut = cuts.get(key);
      const end = this.editMember(value, cut, isEvent && key === 'meta');
      close = skipSpace(text, end);
      if (cut !== 'all') keptAny = true;
      else if (keptAny) this.leaveOut(separator, end);
      else this.leaveOut(start, close + 1);
      separator = close;
    }
    if (keptAny) return { close, keptAny };
    this.pieces.length = pieceCount;
    this.done = done;
    this.leaveOut(open + 1, close);
    return { close, keptAny };
  }

  /** @returns the index after the member's value */
  private editMember(value: number, cut: Cuts | 'all' | undefined, isMeta: boolean): number {
    if (cut === undefined || cut === 'all' || !isObjectAt(this.text, value))
      return skipValue(this.text, value, this);
    const { close, keptAny } = this.editObject(value, cut, false);
    if (isMeta) {
      this.copyUntil(close);
      this.pieces.push(`${keptAny ? ',' : ''}${this.position}`);
      this.hasMeta = true;
    }
    return close + 1;
  }

  private copyUntil(end: number): void {
    this.pieces.push(this.text.slice(this.done, end));
    this.done = end;
  }

  private leaveOut(start: number, end: number): void {
    this.copyUntil(start);
    this.done = end;
  }
}
