/**
 * A failure of the domain: what a client is told is its `code` and message, so neither ever holds a payload, host or
 * secret. What an adapter caught is the `cause`, for logs only.
 */
export abstract class EventStreamsError extends Error {
  /** Short stable name of the fact, the `type` of a problem response. */
  abstract readonly code: string;
  /** Whether the same request may succeed later. */
  abstract readonly retryable: boolean;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Requested names that the catalogue does not offer. */
export class UnknownStream extends EventStreamsError {
  readonly code = 'stream_not_found';
  readonly retryable = false;

  constructor(names: readonly string[]) {
    super(`Invalid streams: ${names.join(',')}`);
  }
}

/** A `since` that is none of the accepted forms. */
export class InvalidTimestamp extends EventStreamsError {
  readonly code = 'invalid_timestamp';
  readonly retryable = false;
}

/** A filter that cannot be read; the message names the query parameter. */
export class InvalidFilter extends EventStreamsError {
  readonly code = 'invalid_filter';
  readonly retryable = false;
}

/** A filter that takes too much of the time of others; told in the stream, which ends. */
export class FilterTooSlow extends EventStreamsError {
  readonly code = 'filter_too_slow';
  readonly retryable = false;

  /** @param stepsPerEvent on average @param free what may be taken: steps, and one more for so many characters */
  constructor(
    stepsPerEvent: number,
    {
      freeStepsPerEvent,
      charactersPerStep,
    }: { readonly freeStepsPerEvent: number; readonly charactersPerStep: number },
  ) {
    super(
      `Cannot continue with this filter: it takes ${stepsPerEvent} steps per event, more than ${freeStepsPerEvent} and ` +
        `1 for ${charactersPerStep} characters of the event, while others are waiting. ` +
        'Put the condition that rules out most events first, joined by &&, and use fewer conditions in loops',
    );
  }
}

/** A `Last-Event-ID` that is not what `LastEventId` reads; the message names the entry. */
export class InvalidLastEventId extends EventStreamsError {
  readonly code = 'invalid_last_event_id';
  readonly retryable = false;
}

/** A topic or partition of a hand-written id that is outside the requested streams, or does not exist. */
export class TopicNotAvailable extends EventStreamsError {
  readonly code = 'topic_not_available';
  readonly retryable = false;
}

/** An assignment whose id would not come back through proxies. */
export class TooManyPartitions extends EventStreamsError {
  readonly code = 'too_many_partitions';
  readonly retryable = false;
}

/** A stream none of whose topics exists. */
export class StreamMisconfigured extends EventStreamsError {
  readonly code = 'stream_misconfigured';
  readonly retryable = false;
}

/** The log does not answer in time. */
export class SourceUnavailable extends EventStreamsError {
  readonly code = 'source_unavailable';
  readonly retryable = true;
}

/** Some partitions cannot be read now, though the log answers: no leader, or one that cannot be reached. */
export class PartitionUnavailable extends SourceUnavailable {}

/**
 * The log does not let the service read a topic: only who runs the log can change that. A client is not told which
 * topic, the `cause` names it for the log.
 */
export class NotAuthorized extends EventStreamsError {
  readonly code = 'not_authorized';
  readonly retryable = false;

  constructor(options?: { readonly cause?: unknown }) {
    super('Cannot read the streams: the service is not allowed to read a topic of theirs', options);
  }
}

/** The service holds as many streams as it may. */
export class TooBusy extends EventStreamsError {
  readonly code = 'too_busy';
  readonly retryable = true;
}

/** One more assignment than may be read at a time. */
export class TooManyAssignments extends EventStreamsError {
  readonly code = 'too_many_assignments';
  readonly retryable = true;
}

/** A request without `X-Client-IP` where streams are limited by it. */
export class MissingClientIp extends EventStreamsError {
  readonly code = 'missing_client_ip';
  readonly retryable = false;
}

/** A client IP that has as many streams open as it may. */
export class TooManyConnections extends EventStreamsError {
  readonly code = 'too_many_connections';
  readonly retryable = true;
}

/** A stream that left the catalogue while it was read. */
export class StreamWithdrawn extends EventStreamsError {
  readonly code = 'stream_withdrawn';
  readonly retryable = false;

  constructor(name: string) {
    super(`Stream "${name}" is no longer offered`);
  }
}

/** An offset that the log no longer holds, or does not hold yet. Never reaches a client: it is announced as a gap. */
export class OffsetOutOfRange extends EventStreamsError {
  readonly code = 'offset_out_of_range';
  readonly retryable = false;
}

/** A topic or partition that does not exist. Never reaches a client. */
export class PartitionGone extends EventStreamsError {
  readonly code = 'partition_gone';
  readonly retryable = false;
}
