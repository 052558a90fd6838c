import { isObject } from '../json';
import type { Interruption } from '../stream/connection-state';

/** Records that were asked for and are no longer kept. */
export interface Gap {
  readonly topic: string;
  readonly partition: number;
  /** When the oldest record that is kept was written, in milliseconds since the epoch, where there is one. */
  readonly oldestMs?: number;
}

/** Something that happened to the stream rather than in it. */
export type Notice =
  | { readonly kind: 'gap'; readonly atMs: number; readonly gap: Gap }
  | { readonly kind: 'interruption'; readonly atMs: number; readonly why: Interruption };

/** What the data of a `gap` says. */
export function readGap(data: string): Gap {
  const said = JSON.parse(data) as unknown;
  const { topic, partition, oldest_timestamp: oldest } = isObject(said) ? said : {};
  return {
    topic: typeof topic === 'string' ? topic : '',
    partition: typeof partition === 'number' ? partition : 0,
    ...(typeof oldest === 'number' && { oldestMs: oldest }),
  };
}
