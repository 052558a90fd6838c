/** The label of the combinations that came after the last one with a label of its own. */
const OTHER = 'other';

/**
 * Names combinations of streams for a metric label, so that clients who ask for ever new ones cannot grow the metric
 * without end.
 *
 * The same streams in any order are one combination: sorted names joined by `,`.
 */
export class StreamCombinations {
  private readonly known = new Set<string>();

  /** @param limit how many combinations have a label of their own */
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
