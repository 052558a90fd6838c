import { STATUS_CODES } from 'node:http';
import type { ApiResponseOptions } from '@nestjs/swagger';
import {
  InvalidFilter,
  InvalidLastEventId,
  InvalidTimestamp,
  MissingClientIp,
  NotAuthorized,
  SourceUnavailable,
  StreamMisconfigured,
  TooBusy,
  TooManyAssignments,
  TooManyConnections,
  TooManyPartitions,
  TopicNotAvailable,
  UnknownStream,
} from '../../../domain/errors.js';
import { Problem } from '../problems/problem.js';
import { problemHeaders } from './response-header-docs.js';

const path = '/v2/stream/recentchange';

function problemOf(exception: unknown, uri = path): Problem {
  return Problem.of(exception, { method: 'GET', uri, id: '3e6a4e0c-5c0e-4f0a-9d5e-0d4c6d0f2a11' });
}

/** One example of each problem, in the order in which a request is checked. */
const problems: readonly (readonly [summary: string, problem: Problem])[] = [
  [
    'The limit of open streams is reached',
    problemOf(new TooBusy('Cannot open another stream: 10000 are open, which is the limit; try again later')),
  ],
  [
    'Streams are limited per client, and `X-Client-IP` is absent',
    problemOf(new MissingClientIp('Cannot open a stream: X-Client-IP is missing')),
  ],
  [
    'The client has reached its limit of open streams',
    problemOf(
      new TooManyConnections(
        'Cannot open another stream: this client has 2 open, which is its limit; close one first',
      ),
    ),
  ],
  ['A stream does not exist', problemOf(new UnknownStream(['a', 'b']), '/v2/stream/a,b')],
  [
    '`since` has none of the supported forms, or is repeated',
    problemOf(
      new InvalidTimestamp(
        'Cannot start at "yesterday": it is neither milliseconds since the epoch, nor YYYYMMDDhhmmss, nor an ISO 8601 or RFC 2822 date',
      ),
      `${path}?since=yesterday`,
    ),
  ],
  [
    'The filter is invalid, names a field that no schema of the streams has, or is too expensive',
    problemOf(
      new InvalidFilter('Cannot filter: at character 6: Unexpected character: ='),
      `${path}?filter=wiki%20%3D%20%22enwiki%22`,
    ),
  ],
  [
    '`Last-Event-ID` is invalid',
    problemOf(new InvalidLastEventId('Cannot resume: Last-Event-ID is not JSON')),
  ],
  [
    'A hand-written `Last-Event-ID` names a topic or partition that does not exist, or is not in the requested streams',
    problemOf(
      new TopicNotAvailable('Cannot resume: topic "eqiad.other" is not available in the requested streams'),
    ),
  ],
  [
    'The id of this many partitions would be too long',
    problemOf(
      new TooManyPartitions(
        'Cannot open 80 partitions at once: their Last-Event-ID could have 9680 bytes, more than 7000; ask for fewer streams',
      ),
    ),
  ],
  [
    'Too many different combinations of streams, or of partitions, are open',
    problemOf(
      new TooManyAssignments(
        'Cannot read these streams together: 256 other combinations are being read, which is the limit; open a single stream, or try again later',
      ),
    ),
  ],
  [
    'None of the topics of a stream exists',
    problemOf(new StreamMisconfigured('Cannot open stream "recentchange": none of its topics exists')),
  ],
  [
    'The log does not answer',
    problemOf(new SourceUnavailable('Cannot read the log: it does not answer in time')),
  ],
  ['The service is not allowed to read any topic of the streams', problemOf(new NotAuthorized())],
];

/** Problems of any route. */
const otherProblems: readonly (readonly [summary: string, problem: Problem])[] = [
  ['No such route', made(404, 'not_found', 'Cannot GET /v2/streams', 'GET', '/v2/streams')],
  ['Wrong method', made(405, 'method_not_allowed', 'Allowed: GET, HEAD, OPTIONS', 'POST', path)],
  [
    'The request head is larger than 64 kB',
    made(431, 'headers_too_large', 'Request Header Fields Too Large', '', ''),
  ],
  ['A bug; the log of the service has the details under the request id', problemOf(new Error())],
];

function made(status: number, type: string, detail: string, method: string, uri: string): Problem {
  return new Problem(status, type, detail, { method, uri });
}

/** Returns the error responses of a stream by status, with an example of every `type` of each status. */
export function problemResponses(): readonly ApiResponseOptions[] {
  const all = [...problems, ...otherProblems];
  const statuses = [...new Set(all.map(([, { status }]) => status))].sort((a, b) => a - b);
  return statuses.map((status) => ({
    status,
    description: STATUS_CODES[status] ?? '',
    headers: problemHeaders(status),
    content: problemContent(all.filter(([, problem]) => problem.status === status)),
  }));
}

/** Returns problems as the body of a response. */
function problemContent(
  examples: readonly (readonly [summary: string, problem: Problem])[],
): NonNullable<Extract<ApiResponseOptions, { content?: unknown }>['content']> {
  const named = examples.map(([summary, problem]) => [problem.type, { summary, value: problem }]);
  return {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      examples: Object.fromEntries(named) as Record<string, { summary: string; value: Problem }>,
    },
  };
}
