import type { Requester } from '../log/requester.js';
import type { Assignment } from '../../domain/assignment.js';
import { TooManyAssignments } from '../../domain/errors.js';

/** What an assignment consists of: one whole stream, other whole topics, or a set of partitions. */
export type AssignmentScope = 'stream' | 'topics' | 'partitions';

interface Held {
  readonly scope: AssignmentScope;
  holders: number;
}

/** The share of the limit that sets of partitions may use. */
const shareOfPartitions = 1 / 2;

/**
 * Limits the number of different assignments that are being read, since every event is framed once for each. Single
 * streams do not count, as the catalogue limits them. Half of the limit is reserved for streams requested by name.
 *
 * @see docs/decisions/0015-what-a-request-may-cost.md
 */
export class DistinctAssignmentLimiter {
  private readonly held = new Map<string, Held>();
  private readonly counts: Record<AssignmentScope, number> = { stream: 0, topics: 0, partitions: 0 };

  /**
   *
   * @param max the limit, without single streams
   */
  constructor(private readonly max: number) {}

  /** How many assignments are being read, including single streams. */
  get count(): number {
    return this.held.size;
  }

  /**
   *
   * @throws {TooManyAssignments} if the limit is reached and no reader has this assignment
   */
  check({ key }: Assignment, scope: AssignmentScope): void {
    if (scope === 'stream' || this.held.has(key)) return;
    const { topics, partitions } = this.counts;
    const maxPartitions = Math.ceil(this.max * shareOfPartitions);
    if (scope === 'partitions' && partitions >= maxPartitions) {
      throw new TooManyAssignments(
        `Cannot read the partitions of this Last-Event-ID: ${maxPartitions} other sets of partitions are being read, ` +
          'which is the limit; connect without an id, or try again later',
      );
    }
    if (topics + partitions >= this.max) {
      throw new TooManyAssignments(
        `Cannot read these streams together: ${this.max} other combinations are being read, which is the limit; ` +
          'open a single stream, or try again later',
      );
    }
  }

  /**
   * Counts a reader of an assignment.
   *
   * @param client counted until it leaves
   *
   * @throws {TooManyAssignments} as {@link check} does
   */
  hold(assignment: Assignment, scope: AssignmentScope, client: Requester): void {
    client.throwIfLeft();
    this.check(assignment, scope);
    const { key } = assignment;
    const held = this.held.get(key) ?? this.add(key, scope);
    held.holders += 1;
    const release = (): void => {
      held.holders -= 1;
      if (held.holders > 0) return;
      this.held.delete(key);
      this.counts[held.scope] -= 1;
    };
    client.onLeave(release);
  }

  private add(key: string, scope: AssignmentScope): Held {
    const held = { scope, holders: 0 };
    this.held.set(key, held);
    this.counts[scope] += 1;
    return held;
  }
}
