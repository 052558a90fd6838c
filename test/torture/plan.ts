/** How much is to happen. */
export interface PlanSize {
  readonly seed: number;
  readonly seconds: number;
  readonly readers: number;
  /** Of the cluster: with one, nothing can be moved. */
  readonly brokers: number;
}

/** A topic as it is at first. */
export interface PlannedTopic {
  readonly name: string;
  readonly partitions: number;
  readonly isCompacted: boolean;
}

/** What a reader asks for. Shares are of what there is when the step is taken, from 0 up to 1. */
export interface PlannedReader {
  readonly name: string;
  readonly format: 'ndjson' | 'sse';
  /** Whether it takes gzip. */
  readonly isCompressed: boolean;
  readonly topics: readonly string[];
  readonly start:
    | { readonly kind: 'beginning' }
    | { readonly kind: 'now' }
    | { readonly kind: 'offset'; readonly share: number }
    | { readonly kind: 'since'; readonly agoMs: number };
  readonly opensAtMs: number;
}

/** What the records of one batch are like. */
export type Shape = 'backwards' | 'burst' | 'large' | 'plain' | 'unsendable';

/** Something that is done to the log, the service or a reader. */
export type Action =
  | {
      readonly kind: 'produce';
      readonly topic: string;
      readonly share: number;
      readonly shape: Shape;
      readonly count: number;
    }
  | {
      readonly kind: 'transaction';
      readonly topic: string;
      readonly share: number;
      readonly count: number;
      readonly commits: boolean;
      readonly openMs: number;
    }
  | {
      readonly kind: 'cut';
      readonly reader: string;
      readonly afterBytes: number;
      readonly awayMs: number;
      /** After how many bytes its next connections are cut. */
      readonly again: readonly number[];
    }
  | { readonly kind: 'stall'; readonly reader: string; readonly forMs: number }
  | { readonly kind: 'kill-service'; readonly downMs: number }
  | { readonly kind: 'stop-broker'; readonly share: number; readonly downMs: number }
  | { readonly kind: 'move-leader'; readonly topic: string; readonly share: number }
  | { readonly kind: 'add-partition'; readonly topic: string }
  | { readonly kind: 'recreate-topic'; readonly topic: string; readonly goneMs: number }
  | { readonly kind: 'expire'; readonly topic: string; readonly share: number; readonly upTo: number };

/** An action at its time. */
export type Step = Action & { readonly atMs: number };

/** All that a run does. */
export interface Plan {
  readonly size: PlanSize;
  readonly topics: readonly PlannedTopic[];
  readonly readers: readonly PlannedReader[];
  /** By time. */
  readonly steps: readonly Step[];
  /** Settings of the service, other than the log's. */
  readonly config: Readonly<Record<string, number>>;
}

/** More than any topic gets. */
export const mostPartitions = 5;
