import type { RetainedPosition } from '../../domain/retained-position.js';
import type { TopicState } from '../../domain/ports/offset-resolver.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import type { FeedPositions, PositionInEpoch } from '../feeds/feed-positions.js';
import { Assignment, partitionsFrom } from '../../domain/assignment.js';
import { partitionKey } from '../../domain/topic-partition.js';

/** A reader with positions that could not be read so far. */
export interface RecoverableReader {
  readonly assignment: Assignment;
  /** The log that it reads. */
  readonly log: string;
  /**
   * Continues with another assignment.
   *
   * @param found the start positions of the added partitions
   */
  regain(assignment: Assignment, found: ReadonlyMap<string, PositionInEpoch>): void;
}

type KeptPartition = RetainedPosition & TopicPartition;

const readersAtOnce = 16;

/** Looks up positions again that could not be read, and adds the partitions to their readers. */
export class PositionRecovery {
  constructor(private readonly positions: FeedPositions) {}

  /**
   * Tries once for all readers, each position once.
   *
   * @param states the current states of their topics
   */
  async tryAgain(
    readers: Iterable<RecoverableReader>,
    states: ReadonlyMap<string, TopicState>,
  ): Promise<void> {
    const round = new Map<string, Promise<PositionInEpoch | undefined>>();
    const refused = new Set<string>();
    const waiting = [...readers].filter(({ assignment }) => assignment.retained.length > 0);
    for (let from = 0; from < waiting.length; from += readersAtOnce) {
      const some = waiting.slice(from, from + readersAtOnce);
      await Promise.all(some.map((reader) => this.#recover(reader, states, round, refused)));
    }
  }

  async #recover(
    reader: RecoverableReader,
    states: ReadonlyMap<string, TopicState>,
    round: Map<string, Promise<PositionInEpoch | undefined>>,
    refused: Set<string>,
  ): Promise<void> {
    const { assignment, log } = reader;
    const found = new Map<string, PositionInEpoch>();
    const counts = new Map(assignment.counts);
    const retained = await Promise.all(
      assignment.retained.map(async (retained) => {
        const state = states.get(retained.topic);
        if (typeof state !== 'number' || state === 0) return [retained];
        if (retained.partition === undefined) counts.set(retained.topic, state);
        const partitions = partitionsOf(retained, state);
        const positions = await Promise.all(partitions.map((at) => this.#find(at, log, round, refused)));
        return partitions.filter((at, index) => {
          const one = positions[index];
          if (one) found.set(partitionKey(at), one);
          return one === undefined;
        });
      }),
    );
    if (found.size === 0 || reader.assignment !== assignment) return;
    const regained = [...found.keys()].map(partitionOf);
    reader.regain(new Assignment([...assignment.partitions, ...regained], counts, retained.flat()), found);
  }

  /** Looks up one position. A partition that failed is not tried again in the same round. */
  async #find(
    retained: KeptPartition,
    log: string,
    round: Map<string, Promise<PositionInEpoch | undefined>>,
    refused: Set<string>,
  ): Promise<PositionInEpoch | undefined> {
    const at = { topic: retained.topic, partition: retained.partition };
    if (refused.has(partitionKey(at))) return undefined;
    const key = JSON.stringify([at, retained.position, retained.log]);
    const trying =
      round.get(key) ??
      this.positions
        .find(at, { position: retained.position, log: retained.log, since: undefined, ours: log })
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

function partitionsOf(retained: RetainedPosition, count: number): readonly KeptPartition[] {
  const { partition } = retained;
  if (partition !== undefined) return [{ ...retained, partition }];
  return partitionsFrom(retained.topic, 0, count).map((at) => ({ ...retained, ...at }));
}

function partitionOf(key: string): TopicPartition {
  const slash = key.lastIndexOf('/');
  return { topic: key.slice(0, slash), partition: Number(key.slice(slash + 1)) };
}
