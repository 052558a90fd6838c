import { HttpException } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import { EventStreamsError } from '../../../domain/errors.js';

/** The media type of a {@link Problem}. */
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** The status of each error that has a code; any other error is a bug. */
const STATUSES: Readonly<Record<string, number>> = {
  too_busy: 503,
  missing_client_ip: 400,
  too_many_connections: 429,
  stream_not_found: 400,
  invalid_timestamp: 400,
  invalid_filter: 400,
  invalid_last_event_id: 400,
  topic_not_available: 404,
  too_many_partitions: 400,
  too_many_assignments: 503,
  stream_misconfigured: 500,
  source_unavailable: 503,
  not_authorized: 503,
  stream_withdrawn: 410,
  filter_too_slow: 400,
};

/** The request that a problem refers to. */
export interface ProblemRequest {
  readonly method: string;
  /** Path and query. */
  readonly uri: string;
  /** The request id, under which the log has the details. */
  readonly id: string;
}

/**
 * What a client is told about an error; the members are in this order.
 *
 * @see RFC 9457
 */
export class Problem {
  @ApiProperty({ example: 400 })
  readonly status: number;

  /** Short and stable, for programs. */
  @ApiProperty({ example: 'stream_not_found' })
  readonly type: string;

  @ApiProperty({ example: 'Bad Request' })
  readonly title: string;

  @ApiProperty({ example: 'Invalid streams: a,b' })
  readonly detail: string;

  @ApiProperty({ example: 'GET' })
  readonly method: string;

  @ApiProperty({ example: '/v2/stream/a,b' })
  readonly uri: string;

  constructor(status: number, type: string, detail: string, { method, uri }: Omit<ProblemRequest, 'id'>) {
    this.status = status;
    this.type = type;
    this.title = STATUS_CODES[status] ?? 'Error';
    this.detail = detail;
    this.method = method;
    this.uri = uri;
  }

  /**
   * Returns what a client may be told about an error. If it is neither a domain error nor an HTTP client error, that is
   * only the request id.
   */
  static of(exception: unknown, request: ProblemRequest): Problem {
    if (exception instanceof EventStreamsError) {
      const status = statusOf(exception);
      if (status !== undefined) return new Problem(status, exception.code, exception.message, request);
    }
    if (exception instanceof HttpException && exception.getStatus() < 500) {
      const status = exception.getStatus();
      return new Problem(status, typeOfStatus(status), exception.message, request);
    }
    return new Problem(500, 'internal_error', `Request id: ${request.id}`, request);
  }
}

/** The status of an error of the domain; `undefined` if clients are never told of it. */
export function statusOf({ code }: EventStreamsError): number | undefined {
  return STATUSES[code];
}

function typeOfStatus(status: number): string {
  if (status === 431) return 'headers_too_large';
  return (STATUS_CODES[status] ?? 'error').toLowerCase().replace(/\W+/g, '_');
}
