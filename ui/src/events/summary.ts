import type { Scalar } from '../json';
import type { FieldPath } from '../watch/tally';

/** Something that an event says. */
export interface Part {
  /** As it is shown. */
  readonly text: string;
  /** Where it stands in the event, and what stands there; absent where it was made of several fields. */
  readonly source?: Source;
}

/** A value of an event, by which others can be sought. */
export interface Source {
  readonly field: FieldPath;
  readonly value: Scalar;
}

/** How a page's size changed, in bytes. */
export interface SizeChange {
  /** Absent where the page is new. */
  readonly from?: number;
  readonly to: number;
}

/** What is worth knowing of an event at a glance, whatever shape it has. */
export interface Summary {
  readonly stream: Part;
  readonly wiki?: Part;
  /** What kind of change it tells of: `edit`, `move`, `delete/restore`. */
  readonly kind?: Part;
  /** What it is about; of a move, the title before and the title after. */
  readonly titles: readonly Part[];
  readonly user?: Part;
  readonly size?: SizeChange;
  readonly marks: readonly Mark[];
  /** In the words of whoever did it. */
  readonly comment?: string;
  /** What has no place of its own. */
  readonly facts: readonly Fact[];
}

/** What readers watch for, or want out of their way. */
export interface Mark {
  readonly name: 'bot' | 'minor' | 'canary' | 'revert';
  readonly source: Source;
}

/** A field by its name. */
export interface Fact extends Part {
  readonly name: string;
}

/** What a schema's events say; stream and canaries are told of all alike. */
export type Told = Partial<Omit<Summary, 'stream'>>;
