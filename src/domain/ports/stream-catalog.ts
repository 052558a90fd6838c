import type { Observable } from 'rxjs';
import type { Stream } from '../stream.js';

/**
 * The available streams.
 *
 * 1. `find` takes a name or an alias. A name that is also an alias refers to the stream of that name.
 * 2. `list` returns every stream once, sorted by name.
 * 3. `changes` emits after every change of `list`, and not after a refresh that changed nothing.
 * 4. `streamsOf` returns every stream that contains a topic, in `topics` or `topicsAllowed`.
 */
export abstract class StreamCatalog {
  /** The stream with a name or an alias, as a client writes it. */
  abstract find(nameOrAlias: string): Stream | undefined;
  /** All streams, sorted by name. */
  abstract list(): readonly Stream[];
  /** All streams that contain a topic. */
  abstract streamsOf(topic: string): readonly Stream[];
  /** Emits after each change; never completes, never fails. */
  abstract changes(): Observable<void>;
}
