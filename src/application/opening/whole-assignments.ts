import { Assignment } from '../../domain/assignment.js';

/** More than the assignments that can be read at a time, with the single streams of most catalogues. */
const most = 1024;

/** The assignments of whole topics, each made once for all clients that read the same: most clients do. */
export class WholeAssignments {
  private readonly known = new Map<string, Assignment>();

  /** @param counts the partition count of each topic, as of {@link Assignment.counts} */
  of(counts: ReadonlyMap<string, number>): Assignment {
    const key = keyOf(counts);
    const known = this.known.get(key);
    if (known) return known;
    if (this.known.size >= most) this.known.clear();
    const assignment = Assignment.whole(counts);
    this.known.set(key, assignment);
    return assignment;
  }
}

/** Names of topics have no spaces. */
function keyOf(counts: ReadonlyMap<string, number>): string {
  let key = '';
  for (const [topic, count] of counts) key += `${topic} ${count} `;
  return key;
}
