import type { Observable } from 'rxjs';
import type { Stream } from '../stream.js';

/**
 * Names the streams on offer.
 *
 * 1. `find` takes a name or an alias; a name that is both is the stream of that name.
 * 2. `list` gives every stream once, sorted by name.
 * 3. `changes` emits after every change of `list`, never for a refresh that changed nothing.
 * 4. `streamsOf` gives every stream that contains a topic, in `topics` or `topicsAllowed`.
 */
export abstract class StreamCatalog {
  /** The stream of a name or an alias, as a client writes it. */
  abstract find(nameOrAlias: string): Stream | undefined;
  /** Every stream, sorted by name. */
  abstract list(): readonly Stream[];
  /** Every stream that contains a topic. */
  abstract streamsOf(topic: string): readonly Stream[];
  /** Emits after each change; never completes, never fails. */
  abstract changes(): Observable<void>;
}
