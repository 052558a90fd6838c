import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { ApiResponseOptions } from '@nestjs/swagger';
import { charactersPerStep, freeStepsPerEvent } from '../../../application/filters/filter-cost-meter.js';
import { FilterTooSlow } from '../../../domain/errors.js';
import { ndjsonFramer } from '../formats/ndjson-framer.js';
import { Problem } from '../problems/problem.js';
import { sseFramer, standardSseFramer } from '../formats/sse-framer.js';
import { eventExample, examplePlace } from './described-event.js';
import { anyEvent } from './fixed-schemas.js';
import { streamHeaders } from './response-header-docs.js';
import { problemResponses } from './stream-problems.js';
import { streamParameters } from './stream-parameters.js';
import { ApiNotMonitored } from './x-monitor.decorator.js';

const stream = { name: 'mediawiki.recentchange', topics: ['eqiad.mediawiki.recentchange'] };
const example = eventExample(stream, anyEvent, '#/components/schemas/Event');
const { id } = examplePlace(stream);
const gap = {
  topic: stream.topics[0] ?? '',
  partition: 0,
  requested: { offset: 12 },
  oldest: { offset: 1000, timestamp: 1_593_561_600_000 },
};
const withdrawn = JSON.stringify(
  new Problem(410, 'stream_withdrawn', 'Stream "mediawiki.recentchange" is no longer offered', {
    method: 'GET',
    uri: '/v2/stream/recentchange',
  }),
);
const tooSlow = JSON.stringify(
  Problem.of(new FilterTooSlow(180_000, { freeStepsPerEvent, charactersPerStep }), {
    method: 'GET',
    uri: '/v2/stream/recentchange?filter=…',
    id: '',
  }),
);

/** The response of a stream in each format, with everything that it may contain besides events. */
const events: ApiResponseOptions = {
  status: 200,
  description:
    'Events, until the client disconnects. Instead of a 503, a browser gets a stream of one comment, so that it reconnects.',
  headers: streamHeaders,
  content: {
    'text/event-stream': {
      schema: {
        type: 'string',
        description: 'Blocks of Server-Sent Events; `data` of a `message` is an event on one line.',
      },
      examples: {
        message: { summary: 'An event', value: example.block },
        opening: {
          summary: 'The first block, for a browser: the start position',
          value: standardSseFramer.opening(id, 3127),
        },
        heartbeat: { summary: 'A heartbeat', value: sseFramer.heartbeat },
        moved: {
          summary: 'A new position, after many events that do not match',
          value: sseFramer.moved(id, true),
        },
        gap: { summary: 'Requested events are no longer retained', value: sseFramer.gap(gap, id) },
        error: { summary: 'The reason why the stream ends', value: sseFramer.error(withdrawn, id) },
        slow: { summary: 'The filter is too expensive', value: sseFramer.error(tooSlow, id) },
        refusal: { summary: 'Refused temporarily', value: ':too_busy\nretry: 9127\n' },
      },
    },
    'application/json': {
      schema: anyEvent,
      examples: { event: { summary: 'A line', value: example.event } },
    },
    'application/x-ndjson': {
      schema: {
        type: 'string',
        description: 'JSON lines: events, and objects without `meta` that are not events.',
      },
      examples: {
        event: { summary: 'An event', value: example.line },
        heartbeat: { summary: 'A heartbeat', value: ndjsonFramer.heartbeat },
        gap: { summary: 'Requested events are no longer retained', value: ndjsonFramer.gap(gap, id) },
        error: { summary: 'The reason why the stream ends', value: ndjsonFramer.error(withdrawn, id) },
        slow: { summary: 'The filter is too expensive', value: ndjsonFramer.error(tooSlow, id) },
      },
    },
  },
};

/** Documents the route of the streams; {@link describeStreams} adds the streams of the catalogue. */
export function ApiStreamRoute(): MethodDecorator {
  return applyDecorators(
    ApiTags('streams'),
    ApiExtraModels(Problem),
    ApiOperation({
      operationId: 'stream',
      summary: 'Events of one or more streams',
      description:
        'From now, from a point in time, or from where you left off. A client that is behind catches up, then gets events as they ' +
        'arrive. Every Server-Sent Event has the id to resume after it. `HEAD` returns the response head only.',
    }),
    ApiNotMonitored(),
    ...streamParameters,
    ApiResponse(events),
    ...problemResponses().map((response) => ApiResponse(response)),
  );
}
