import { isDeepStrictEqual } from 'node:util';
import { type Observable, Subject } from 'rxjs';
import { StreamCatalog } from '../../domain/ports/stream-catalog.js';
import type { Stream } from '../../domain/stream.js';

interface Index {
  readonly streams: readonly Stream[];
  /** By name and by alias. */
  readonly found: ReadonlyMap<string, Stream>;
  readonly byTopic: ReadonlyMap<string, readonly Stream[]>;
}

/** A catalogue of the streams it was given; the base of those that read theirs somewhere. */
export class StaticCatalog extends StreamCatalog {
  private index: Index;
  private readonly changed = new Subject<void>();

  /** @param streams of several with one name the last counts */
  constructor(streams: readonly Stream[]) {
    super();
    this.index = indexOf(streams);
  }

  override find(nameOrAlias: string): Stream | undefined {
    return this.index.found.get(nameOrAlias);
  }

  override list(): readonly Stream[] {
    return this.index.streams;
  }

  override streamsOf(topic: string): readonly Stream[] {
    return this.index.byTopic.get(topic) ?? [];
  }

  override changes(): Observable<void> {
    return this.changed.asObservable();
  }

  /**
   * Offers these streams instead, all at once; where they are the same ones, nothing happens.
   * @returns whether they are others
   */
  replace(streams: readonly Stream[]): boolean {
    const index = indexOf(streams);
    if (isDeepStrictEqual(index.streams, this.index.streams)) return false;
    this.index = index;
    this.changed.next();
    return true;
  }
}

function indexOf(given: readonly Stream[]): Index {
  const byName = new Map(given.map((stream) => [stream.name, stream]));
  const streams = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const found = new Map(byName);
  const byTopic = new Map<string, Stream[]>();
  for (const stream of streams) {
    for (const alias of stream.aliases) {
      if (!found.has(alias)) found.set(alias, stream);
    }
    for (const topic of new Set([...stream.topics, ...stream.topicsAllowed])) {
      byTopic.set(topic, [...(byTopic.get(topic) ?? []), stream]);
    }
  }
  return { streams, found, byTopic };
}
