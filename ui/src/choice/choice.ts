/** What somebody chose to watch, and how to look at it. All of it is in the address, so that it can be shared. */
export interface Choice {
  /** Names or aliases, in the order in which they were chosen. */
  readonly streams: readonly string[];
  /** From this time on, ISO 8601; empty: from now on. */
  readonly since: string;
  /** An expression that the service evaluates; empty: every event. */
  readonly filter: string;
  /** A text that is looked for in what was received; empty: all is listed. */
  readonly search: string;
  readonly order: Order;
  /** The field whose values are counted, its names joined by dots; empty: the page chooses. */
  readonly field: string;
}

/** Where new events are put in the list. */
export type Order = 'newest-first' | 'newest-last';

/** Nothing chosen. */
export const emptyChoice: Choice = {
  streams: [],
  since: '',
  filter: '',
  search: '',
  order: 'newest-first',
  field: '',
};
