/** One partition of one topic: the unit of ordering. */
export interface TopicPartition {
  /** The topic's name. */
  readonly topic: string;
  /** Its number, from 0. */
  readonly partition: number;
}

/** Returns a map key for a partition. It is unique, because topic names contain no `/`. */
export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

/** Orders by topic (code units), then partition: the order of entries in an id, and of ties in a merge. */
export function comparePartitions(a: TopicPartition, b: TopicPartition): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1;
  return a.partition - b.partition;
}
