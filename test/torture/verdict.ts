import type { TopicPartition } from '../../src/domain/topic-partition.js';
import { partitionKey } from '../../src/domain/topic-partition.js';
import type { Verdict } from './fault.js';
import type { Ledger } from './ledger.js';
import { PartitionJudge } from './partition-judge.js';
import type { Start, Trace } from './trace.js';

export type { Verdict } from './fault.js';

/**
 * Judges one reader by what was produced: every event of its assignment once, in the order of its partition, or a gap.
 */
export function judge(ledger: Ledger, trace: Trace): Verdict {
  const found: Verdict[] = partitionsOf(ledger, trace).map(({ at, start, isLate }) =>
    new PartitionJudge(ledger, trace, at, start, isLate).verdict(),
  );
  const sum = (of: (verdict: Verdict) => number): number =>
    found.reduce((total, verdict) => total + of(verdict), 0);
  return {
    faults: found.flatMap(({ faults }) => faults),
    events: sum(({ events }) => events),
    gaps: sum(({ gaps }) => gaps),
    announced: sum(({ announced }) => announced),
    unseeable: sum(({ unseeable }) => unseeable),
  };
}

interface Assigned {
  readonly at: TopicPartition;
  readonly start: Start;
  /** Whether it has appeared after the reader opened. */
  readonly isLate: boolean;
}

function partitionsOf(ledger: Ledger, trace: Trace): readonly Assigned[] {
  const assigned = new Map<string, Assigned>();
  const add = (at: TopicPartition): void => {
    const key = partitionKey(at);
    const incarnation = trace.wholeTopics.get(at.topic) ?? 0;
    const start = trace.starts.get(key);
    const late: Start = { incarnation, offset: 0, kind: 'offset' };
    assigned.set(key, { at, start: start ?? late, isLate: start === undefined });
  };
  for (const [topic] of trace.wholeTopics) {
    for (let partition = 0; partition < ledger.partitions(topic); partition += 1) add({ topic, partition });
  }
  for (const key of trace.starts.keys()) {
    const slash = key.lastIndexOf('/');
    add({ topic: key.slice(0, slash), partition: Number(key.slice(slash + 1)) });
  }
  for (const { at } of trace.items) if (!assigned.has(partitionKey(at))) add(at);
  return [...assigned.values()];
}
