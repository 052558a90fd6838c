/**
 * An error of the domain. Clients receive its `code` and message, so neither ever contains a payload, host or secret.
 * The `cause` has the error that an adapter caught, for logs only.
 */
export abstract class EventStreamsError extends Error {
  /** A short, stable name: the `type` of the problem response. */
  abstract readonly code: string;
  /** Whether the same request may succeed later. */
  abstract readonly retryable: boolean;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Requested names that are not in the catalogue. */
export class UnknownStream extends EventStreamsError {
  readonly code = 'stream_not_found';
  readonly retryable = false;

  constructor(names: readonly string[]) {
    super(`Invalid streams: ${names.join(',')}`);
  }
}

/** A `since` that has none of the accepted forms. */
export class InvalidTimestamp extends EventStreamsError {
  readonly code = 'invalid_timestamp';
  readonly retryable = false;
}

/** A filter that cannot be compiled; the message names the query parameter. */
export class InvalidFilter extends EventStreamsError {
  readonly code = 'invalid_filter';
  readonly retryable = false;
}

/** A filter that takes too much time; sent in the stream, which then ends. */
export class FilterTooSlow extends EventStreamsError {
  readonly code = 'filter_too_slow';
  readonly retryable = false;

  /** @param stepsPerEvent the average @param limit the allowed steps per event, plus one for a number of characters */
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

/** A `Last-Event-ID` that cannot be parsed; the message names the entry. */
export class InvalidLastEventId extends EventStreamsError {
  readonly code = 'invalid_last_event_id';
  readonly retryable = false;
}

/** A topic or partition in an id written by hand that is not part of the requested streams, or does not exist. */
export class TopicNotAvailable extends EventStreamsError {
  readonly code = 'topic_not_available';
  readonly retryable = false;
}

/** An assignment whose id could become longer than proxies accept. */
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

/**
 * Some partitions cannot be read at the moment, although the log answers: they have no leader, or it cannot be reached.
 */
export class PartitionUnavailable extends SourceUnavailable {}

/**
 * The service has no permission to read a topic; only the operator of the log can change that. Clients are not told
 * which topic; the `cause` names it for the log.
 */
export class NotAuthorized extends EventStreamsError {
  readonly code = 'not_authorized';
  readonly retryable = false;

  constructor(options?: { readonly cause?: unknown }) {
    super('Cannot read the streams: the service is not allowed to read a topic of theirs', options);
  }
}

/** The maximum number of open streams has been reached. */
export class TooBusy extends EventStreamsError {
  readonly code = 'too_busy';
  readonly retryable = true;
}

/** The maximum number of assignments has been reached. */
export class TooManyAssignments extends EventStreamsError {
  readonly code = 'too_many_assignments';
  readonly retryable = true;
}

/** A request without `X-Client-IP`, if streams are limited by it. */
export class MissingClientIp extends EventStreamsError {
  readonly code = 'missing_client_ip';
  readonly retryable = false;
}

/** A client IP that has the maximum number of open streams. */
export class TooManyConnections extends EventStreamsError {
  readonly code = 'too_many_connections';
  readonly retryable = true;
}

/** A stream that was removed from the catalogue while it was read. */
export class StreamWithdrawn extends EventStreamsError {
  readonly code = 'stream_withdrawn';
  readonly retryable = false;

  constructor(name: string) {
    super(`Stream "${name}" is no longer offered`);
  }
}

/** An offset that the log no longer retains, or has not reached yet. Never sent to clients, who receive a gap. */
export class OffsetOutOfRange extends EventStreamsError {
  readonly code = 'offset_out_of_range';
  readonly retryable = false;
}

/** A topic or partition that does not exist. Never sent to clients. */
export class PartitionGone extends EventStreamsError {
  readonly code = 'partition_gone';
  readonly retryable = false;
}
