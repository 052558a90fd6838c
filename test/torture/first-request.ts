import type { Bounds } from '../../src/domain/log-record.js';
import { partitionKey } from '../../src/domain/topic-partition.js';
import type { TopicPartition } from '../../src/domain/topic-partition.js';
import type { Ledger } from './ledger.js';
import type { PlannedReader } from './plan.js';
import type { Start } from './trace.js';

/** How a reader asks for its stream the first time, and what it is to be sent. */
export interface FirstRequest {
  readonly url: string;
  /** Entries of `Last-Event-ID`, written by hand. */
  readonly entries?: readonly object[];
  readonly starts: ReadonlyMap<string, Start>;
  readonly wholeTopics: ReadonlyMap<string, number>;
  /** The incarnations of its topics, for a reader that learns where it starts from its first block. */
  readonly incarnations: ReadonlyMap<string, number>;
}

/** @param bounds of the partitions of its topics, by the log itself */
export function firstRequest(
  { topics, start }: PlannedReader,
  origin: string,
  ledger: Ledger,
  bounds: ReadonlyMap<string, Bounds>,
): FirstRequest {
  const url = `${origin}/v2/stream/${topics.join(',')}`;
  const incarnations = new Map(topics.map((topic) => [topic, ledger.incarnation(topic)]));
  const all = topics.flatMap((topic) => ledger.partitionsOf(topic));
  const started = (of: (at: TopicPartition) => Start): ReadonlyMap<string, Start> =>
    new Map(all.map((at) => [partitionKey(at), of(at)]));
  const incarnation = ({ topic }: TopicPartition): number => incarnations.get(topic) ?? 0;
  if (start.kind === 'now') return { url, starts: new Map(), wholeTopics: incarnations, incarnations };
  if (start.kind === 'since') {
    const timestamp = Date.now() - start.agoMs;
    const starts = started((at) => ({ kind: 'time', incarnation: incarnation(at), timestamp }));
    return { url: `${url}?since=${timestamp}`, starts, wholeTopics: incarnations, incarnations };
  }
  const offsetOf = (at: TopicPartition): number => {
    const { start: from, end } = bounds.get(partitionKey(at)) ?? { start: 0, end: 0 };
    return start.kind === 'beginning' ? from : Math.floor(start.share * end);
  };
  return {
    url,
    entries: all.map((at) => ({ ...at, offset: start.kind === 'beginning' ? -2 : offsetOf(at) })),
    starts: started((at) => ({ kind: 'offset', incarnation: incarnation(at), offset: offsetOf(at) })),
    wholeTopics: new Map(),
    incarnations,
  };
}
