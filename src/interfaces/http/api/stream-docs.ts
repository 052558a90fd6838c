import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { ApiResponseOptions } from '@nestjs/swagger';
import { charactersPerStep, freeSteps } from '../../../application/filters/filter-cost-meter.js';
import { FilterTooSlow } from '../../../domain/errors.js';
import { ndjsonFramer } from '../formats/ndjson-framer.js';
import { Problem } from '../problems/problem.js';
import { sseFramer, standardSseFramer } from '../formats/sse-framer.js';
import { eventExample, examplePlace } from './described-event.js';
import { anyEvent } from './fixed-schemas.js';
import { streamHeaders } from './response-header-docs.js';
import { problemResponses } from './stream-problems.js';
import { streamParameters } from './stream-parameters.js';
import { Unmonitored } from './unmonitored.js';

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
  Problem.of(new FilterTooSlow(180_000, { freeSteps, charactersPerStep }), {
    method: 'GET',
    uri: '/v2/stream/recentchange?filter=…',
    id: '',
  }),
);

/** The answer of a stream, in each of its formats, with what it may hold beside events. */
const events: ApiResponseOptions = {
  status: 200,
  description:
    'Events until the client leaves. A browser that is refused for now (503) gets a stream of one comment instead, and so comes back.',
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
          summary: 'What comes first, for a browser: where the reader starts',
          value: standardSseFramer.opening(id, 3127),
        },
        heartbeat: { summary: 'After silence: a comment', value: sseFramer.heartbeat },
        moved: {
          summary: 'After silence in which many events were passed over',
          value: sseFramer.moved(id, true),
        },
        gap: { summary: 'Events asked for are no longer kept', value: sseFramer.gap(gap, id) },
        error: { summary: 'Why the stream ends', value: sseFramer.error(withdrawn, id) },
        slow: { summary: 'The filter takes too much', value: sseFramer.error(tooSlow, id) },
        refusal: { summary: 'Refused for now', value: ':too_busy\nretry: 9127\n' },
      },
    },
    'application/json': {
      schema: anyEvent,
      examples: { event: { summary: 'A line', value: example.event } },
    },
    'application/x-ndjson': {
      schema: {
        type: 'string',
        description: 'Lines of JSON: events, and what is no event and so has no `meta`.',
      },
      examples: {
        event: { summary: 'An event', value: example.line },
        heartbeat: { summary: 'After silence: an empty line', value: ndjsonFramer.heartbeat },
        gap: { summary: 'Events asked for are no longer kept', value: ndjsonFramer.gap(gap, id) },
        error: { summary: 'Why the stream ends', value: ndjsonFramer.error(withdrawn, id) },
        slow: { summary: 'The filter takes too much', value: ndjsonFramer.error(tooSlow, id) },
      },
    },
  },
};

/** Documents the route of the streams; {@link describeStreams} adds what the catalogue offers. */
export function ApiStreams(): MethodDecorator {
  return applyDecorators(
    ApiTags('streams'),
    ApiExtraModels(Problem),
    ApiOperation({
      operationId: 'stream',
      summary: 'Events of one or more streams',
      description:
        'From now, from a time, or from where a client left off. `HEAD` gets the head alone. ' +
        'A client that is behind catches up, and then gets events as they come; ' +
        'every block of Server-Sent Events has the id to go on from after it.',
    }),
    Unmonitored(),
    ...streamParameters,
    ApiResponse(events),
    ...problemResponses().map((response) => ApiResponse(response)),
  );
}
