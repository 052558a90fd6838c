import type { StartPoint } from '../domain/start-point.js';
import type { Stream } from '../domain/stream.js';
import type { StreamCatalog } from '../domain/ports/stream-catalog.js';
import type { EventFilter } from '../domain/event-filter.js';
import type { Assignments } from './assignments.js';
import type { Framer } from './framer.js';
import type { Limits } from './limits.js';
import type { Outlet } from './outlet.js';
import type { Reader } from './reader.js';
import type { Readers } from './readers.js';
import type { StartLocator } from './start-locator.js';
import { UnknownStream } from '../domain/errors.js';

/** A stream that can be read: all that could be refused has been looked at. */
export interface OpenedStream {
  /** The canonical names, sorted. */
  readonly names: readonly string[];
  /** Starts writing. @param onEnd told once, with why nothing more comes */
  readInto(outlet: Outlet, onEnd: (reason: string) => void): Reader;
}

/** What a client wants of its streams. */
export interface Wanted {
  readonly start: StartPoint;
  readonly filter: EventFilter;
}

/** What a client asks for; what it wants is read only once its streams are known to exist. */
export interface StreamRequest {
  readonly names: readonly string[];
  /** @throws {InvalidTimestamp} {@link InvalidFilter} {@link InvalidLastEventId} */
  readonly wanted: (streams: readonly Stream[]) => Wanted;
  readonly framer: Framer;
  /** Aborts when the client has left: nothing is looked for or held for it any more. */
  readonly client: AbortSignal;
}

/** Opens a stream: which topics, from where, and then the reader. What rejects here can still become a status. */
export class OpenEventStream {
  constructor(
    private readonly catalog: StreamCatalog,
    private readonly locator: StartLocator,
    private readonly readers: Readers,
    private readonly assignments: Assignments,
    private readonly limits: Pick<Limits, 'maxIdBytes' | 'idOffsets'>,
  ) {}

  /**
   * @throws {UnknownStream} {@link InvalidTimestamp} {@link InvalidFilter} {@link InvalidLastEventId}
   * {@link TopicNotAvailable} {@link TooManyPartitions} {@link TooManyAssignments} {@link StreamMisconfigured}
   * {@link TooBusy} {@link SourceUnavailable}, and the reason of the client's signal
   */
  async execute({ names, wanted, framer, client }: StreamRequest): Promise<OpenedStream> {
    const streams = this.streams(names);
    const { start, filter } = wanted(streams);
    const placement = await this.locator.locate(streams, start, { ...this.limits, client });
    this.assignments.hold(placement.assignment, placement.extent, client);
    return {
      names: [...new Set(streams.map(({ name }) => name))].sort(),
      readInto: (outlet, onEnd) => this.readers.start(streams, placement, { framer, filter }, outlet, onEnd),
    };
  }

  private streams(names: readonly string[]): readonly Stream[] {
    const unknown = names.filter((name) => this.catalog.find(name) === undefined);
    if (unknown.length > 0 || names.length === 0) throw new UnknownStream([...new Set(unknown)]);
    return [...new Set(names.flatMap((name) => this.catalog.find(name) ?? []))];
  }
}
