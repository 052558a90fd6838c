import type { TopicPartition } from '../../src/domain/topic-partition.js';

/** From where a reader is to be sent a partition, in the incarnation of the topic in which it opened. */
export type Start =
  | { readonly kind: 'offset'; readonly incarnation: number; readonly offset: number }
  /** With the first event of that time or later, or before it. */
  | { readonly kind: 'time'; readonly incarnation: number; readonly timestamp: number };

/** One thing that a client dispatched, or noticed. */
export type TraceItem = (
  | { readonly kind: 'event'; readonly at: TopicPartition; readonly offset: number; readonly n: number }
  | { readonly kind: 'gap'; readonly at: TopicPartition; readonly text: string }
  /** The id of a resumed stream does not list a partition that the one before did. */
  | { readonly kind: 'left-out'; readonly at: TopicPartition }
) & {
  /** When, in milliseconds since the epoch. */
  readonly ms: number;
};

/** All that a reader was sent, over all its connections. */
export interface Trace {
  readonly reader: string;
  /**
   * What its positions are made of when it resumes: `id` by the id it was sent, `offset` by the last `meta.offset`
   * alone, which tells the service nothing of where there was no event yet, nor of a topic that was created again.
   */
  readonly resumesBy: 'id' | 'offset';
  /** By `topic/partition`. */
  readonly starts: ReadonlyMap<string, Start>;
  /** Topics that it reads with all partitions that appear, by the incarnation in which it opened. */
  readonly wholeTopics: ReadonlyMap<string, number>;
  readonly items: readonly TraceItem[];
}
