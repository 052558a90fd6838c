/** The label of all combinations beyond the limit. */
const OTHER = 'other';

/**
 * Names combinations of streams for a metric label. The number of labels is limited, so that clients cannot increase
 * the metric's cardinality without bound.
 *
 * The order of streams does not matter: a label is their sorted names, joined by `,`.
 */
export class StreamCombinations {
  private readonly known = new Set<string>();

  /** @param limit the number of combinations that get their own label */
  constructor(private readonly limit = 500) {}

  /** @param streams canonical names */
  label(streams: readonly string[]): string {
    const label = [...streams].sort().join(',');
    if (this.known.has(label)) return label;
    if (this.known.size >= this.limit) return OTHER;
    this.known.add(label);
    return label;
  }
}
