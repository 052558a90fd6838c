import type { StartPoint } from '../../domain/start-point.js';
import type { Stream } from '../../domain/stream.js';
import type { StreamCatalog } from '../../domain/ports/stream-catalog.js';
import type { EventFilter } from '../../domain/event-filter.js';
import type { DistinctAssignmentLimiter } from '../readers/distinct-assignment-limiter.js';
import type { Framer } from '../delivery/framer.js';
import type { Limits } from '../limits.js';
import type { ClientConnection } from '../delivery/client-connection.js';
import type { Requester } from '../log/requester.js';
import type { Reader } from '../readers/reader.js';
import type { ReaderSupervisor } from '../readers/reader-supervisor.js';
import type { StartPositionResolver } from './start-position-resolver.js';
import { UnknownStream } from '../../domain/errors.js';

/** A stream that is ready to be read: everything that could be refused has been checked. */
export interface OpenedStream {
  /** The canonical names, sorted. */
  readonly names: readonly string[];
  /**
   * Starts writing.
   *
   * @param onEnd called once, with the reason of the end
   */
  readInto(connection: ClientConnection, onEnd: (reason: string) => void): Reader;
}

/** Which events of its streams a client wants, and from where. */
export interface ReadOptions {
  readonly start: StartPoint;
  readonly filter: EventFilter;
}

/** A client's request. Its options are parsed only once its streams are known to exist. */
export interface StreamRequest {
  readonly names: readonly string[];
  /** @throws {InvalidTimestamp} {@link InvalidFilter} {@link InvalidLastEventId} */
  readonly options: (streams: readonly Stream[]) => ReadOptions;
  readonly framer: Framer;
  /** Leaves when the client has disconnected: lookups for it are cancelled. */
  readonly client: Requester;
}

/**
 * The use case that opens a stream: which topics, from which positions, then a reader. Its errors can still become an
 * HTTP status.
 */
export class OpenEventStream {
  constructor(
    private readonly catalog: StreamCatalog,
    private readonly resolver: StartPositionResolver,
    private readonly readers: ReaderSupervisor,
    private readonly assignments: DistinctAssignmentLimiter,
    private readonly limits: Pick<Limits, 'maxIdBytes' | 'lastEventIdOffsets'>,
  ) {}

  /**
   * @throws {UnknownStream} {@link InvalidTimestamp} {@link InvalidFilter} {@link InvalidLastEventId}
   * {@link TopicNotAvailable} {@link TooManyPartitions} {@link TooManyAssignments} {@link StreamMisconfigured}
   * {@link TooBusy} {@link SourceUnavailable}, and the reason for which the client leaves
   */
  async execute({ names, options, framer, client }: StreamRequest): Promise<OpenedStream> {
    const streams = this.streams(names);
    const { start, filter } = options(streams);
    const startPositions = await this.resolver.resolve(streams, start, { ...this.limits, client });
    this.assignments.hold(startPositions.assignment, startPositions.scope, client);
    return {
      names: [...new Set(streams.map(({ name }) => name))].sort(),
      readInto: (connection, onEnd) =>
        this.readers.start(streams, startPositions, { framer, filter }, connection, onEnd),
    };
  }

  private streams(names: readonly string[]): readonly Stream[] {
    const unknown = names.filter((name) => this.catalog.find(name) === undefined);
    if (unknown.length > 0 || names.length === 0) throw new UnknownStream([...new Set(unknown)]);
    return [...new Set(names.flatMap((name) => this.catalog.find(name) ?? []))];
  }
}
