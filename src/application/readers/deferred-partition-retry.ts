import type { DeferredPosition } from '../../domain/deferred-position.js';
import type { TopicState } from '../../domain/ports/offset-resolver.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import type { PartitionPositionResolver, PositionInEpoch } from '../feeds/partition-position-resolver.js';
import { Assignment, partitionsFrom } from '../../domain/assignment.js';
import { partitionKey } from '../../domain/topic-partition.js';

/** A reader with positions that could not be read so far. */
export interface DeferringReader {
  readonly assignment: Assignment;
  /** The log that it reads. */
  readonly log: string;
  /**
   * Continues with another assignment.
   *
   * @param found the start positions of the added partitions
   */
  addPartitions(assignment: Assignment, found: ReadonlyMap<string, PositionInEpoch>): void;
}

type DeferredPartition = DeferredPosition & TopicPartition;

const readersAtOnce = 16;

/** Looks up positions again that could not be read, and adds the partitions to their readers. */
export class DeferredPartitionRetry {
  constructor(private readonly positions: PartitionPositionResolver) {}

  /**
   * Tries once for all readers, each position once.
   *
   * @param states the current states of their topics
   */
  async tryAgain(readers: Iterable<DeferringReader>, states: ReadonlyMap<string, TopicState>): Promise<void> {
    const round = new Map<string, Promise<PositionInEpoch | undefined>>();
    const refused = new Set<string>();
    const waiting = [...readers].filter(({ assignment }) => assignment.deferred.length > 0);
    for (let from = 0; from < waiting.length; from += readersAtOnce) {
      const some = waiting.slice(from, from + readersAtOnce);
      await Promise.all(some.map((reader) => this.#recover(reader, states, round, refused)));
    }
  }

  async #recover(
    reader: DeferringReader,
    states: ReadonlyMap<string, TopicState>,
    round: Map<string, Promise<PositionInEpoch | undefined>>,
    refused: Set<string>,
  ): Promise<void> {
    const { assignment, log } = reader;
    const found = new Map<string, PositionInEpoch>();
    const counts = new Map(assignment.counts);
    const deferred = await Promise.all(
      assignment.deferred.map(async (deferred) => {
        const state = states.get(deferred.topic);
        if (typeof state !== 'number' || state === 0) return [deferred];
        if (deferred.partition === undefined) counts.set(deferred.topic, state);
        const partitions = partitionsOf(deferred, state);
        const positions = await Promise.all(partitions.map((at) => this.#find(at, log, round, refused)));
        return partitions.filter((at, index) => {
          const one = positions[index];
          if (one) found.set(partitionKey(at), one);
          return one === undefined;
        });
      }),
    );
    if (found.size === 0 || reader.assignment !== assignment) return;
    const added = [...found.keys()].map(partitionOf);
    reader.addPartitions(
      new Assignment([...assignment.partitions, ...added], counts, deferred.flat()),
      found,
    );
  }

  /** Looks up one position. A partition that failed is not tried again in the same round. */
  async #find(
    deferred: DeferredPartition,
    log: string,
    round: Map<string, Promise<PositionInEpoch | undefined>>,
    refused: Set<string>,
  ): Promise<PositionInEpoch | undefined> {
    const at = { topic: deferred.topic, partition: deferred.partition };
    if (refused.has(partitionKey(at))) return undefined;
    const key = JSON.stringify([at, deferred.position, deferred.log]);
    const trying =
      round.get(key) ??
      this.positions
        .find(at, { position: deferred.position, log: deferred.log, since: undefined, ours: log })
        .then(
          (tried) => (tried instanceof Error ? undefined : tried),
          () => undefined,
        );
    round.set(key, trying);
    const found = await trying;
    if (!found) refused.add(partitionKey(at));
    return found;
  }
}

function partitionsOf(deferred: DeferredPosition, count: number): readonly DeferredPartition[] {
  const { partition } = deferred;
  if (partition !== undefined) return [{ ...deferred, partition }];
  return partitionsFrom(deferred.topic, 0, count).map((at) => ({ ...deferred, ...at }));
}

function partitionOf(key: string): TopicPartition {
  const slash = key.lastIndexOf('/');
  return { topic: key.slice(0, slash), partition: Number(key.slice(slash + 1)) };
}
