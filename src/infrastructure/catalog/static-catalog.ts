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

/** A catalogue of given streams, and the base class of catalogues that read theirs. */
export class StaticCatalog extends StreamCatalog {
  private index: Index;
  private readonly changed = new Subject<void>();

  /** @param streams if several have the same name, the last one is used */
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
   * Replaces all streams at once; does nothing if they are the same.
   * @returns whether the streams have changed
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
