import { partitionKey } from '../../src/domain/topic-partition.js';
import type { TopicPartition } from '../../src/domain/topic-partition.js';
import type { Start } from './trace.js';

/**
 * The `Last-Event-ID` of a client of NDJSON, as the documentation has it made: by the last offset of each partition it
 * has heard of.
 *
 * @param last offsets by `topic/partition`
 * @returns `undefined` where it has heard nothing: it asks again as it did at first
 */
export function heardPlaces(
  last: ReadonlyMap<string, { readonly offset: number }>,
  starts: ReadonlyMap<string, Start>,
  wholeTopics: ReadonlyMap<string, unknown>,
): string | undefined {
  if (last.size === 0) return undefined;
  const counts = new Map<string, number>();
  for (const { topic, partition } of [...starts.keys(), ...last.keys()].map(partitionOf))
    counts.set(topic, Math.max(counts.get(topic) ?? 0, partition + 1));
  const entries = [...counts].flatMap(([topic, count]) =>
    Array.from({ length: count }, (_, partition) => {
      const key = partitionKey({ topic, partition });
      const isWhole = wholeTopics.has(topic);
      if (!starts.has(key) && !isWhole) return [];
      const place = placeIn(last.get(key), starts.get(key));
      return [{ topic, partition, ...place, ...(isWhole && partition === 0 && { partitions: count }) }];
    }).flat(),
  );
  return JSON.stringify(entries);
}

function placeIn(heard: { readonly offset: number } | undefined, start: Start | undefined): object {
  if (heard) return { offset: heard.offset + 1 };
  if (start?.kind === 'time') return { timestamp: start.timestamp };
  return { offset: start?.offset ?? 0 };
}

function partitionOf(key: string): TopicPartition {
  const slash = key.lastIndexOf('/');
  return { topic: key.slice(0, slash), partition: Number(key.slice(slash + 1)) };
}
