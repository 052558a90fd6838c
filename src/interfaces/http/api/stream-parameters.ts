import { ApiHeader, ApiParam, ApiQuery } from '@nestjs/swagger';
import { examplePlace } from './described-event.js';
import { lastEventId } from './fixed-schemas.js';

const topic = 'eqiad.mediawiki.recentchange';

const idExamples: Readonly<Record<string, { readonly summary: string; readonly value: unknown }>> = {
  received: {
    summary: 'The id of the last event received',
    value: JSON.parse(examplePlace({ topics: [topic] }).id),
  },
  byTime: {
    summary: 'Written by hand: one partition, from a point in time',
    value: [{ topic, partition: 0, timestamp: 1_593_561_600_000 }],
  },
  beginning: {
    summary: 'Written by hand: from the oldest record (-2; -1: the end)',
    value: [{ topic, partition: 0, offset: -2 }],
  },
  topic: {
    summary: 'Written by hand: all partitions of one topic, from the end or from `since`',
    value: [topic],
  },
};

/** The id of an event: JSON in a header or query parameter. */
const idContent = { 'application/json': { schema: lastEventId, examples: idExamples } };

/** As text as well, because the Swagger UI does not show examples of JSON parameters. */
const idInWords = Object.values(idExamples)
  .map(({ summary, value }) => `\n\n${summary}: \`${JSON.stringify(value)}\``)
  .join('');

const sinceExamples = {
  milliseconds: { summary: 'Milliseconds since the epoch', value: '1593561600000' },
  mediawiki: { summary: 'MediaWiki timestamp, 14 digits', value: '20200701000000' },
  iso8601: { summary: 'ISO 8601; without a time zone: UTC', value: '2020-07-01T00:00:00Z' },
  basic: { summary: 'ISO 8601, basic format', value: '20200701T000000Z' },
  rfc2822: { summary: 'RFC 2822', value: 'Wed, 01 Jul 2020 00:00:00 GMT' },
};

const filterExamples: Readonly<Record<string, { readonly summary: string; readonly value: string }>> = {
  wiki: { summary: 'One wiki, without bots', value: 'wiki == "enwiki" && bot == false' },
  wikis: {
    summary: 'Edits of several wikis',
    value: 'meta.domain in ["fr.wikipedia.org", "de.wikipedia.org"] && type == "edit"',
  },
  removal: { summary: 'Large removals', value: 'length.old - length.new > 1000' },
  prefix: { summary: 'Pages by title prefix', value: 'title.startsWith("User:")' },
};

const filtersInWords = Object.values(filterExamples)
  .map(({ summary, value }) => `\n\n${summary}: \`${value}\``)
  .join('');

/** The documented parameters and headers of a request for a stream. Add new ones here. */
export const streamParameters: readonly MethodDecorator[] = [
  ApiParam({
    name: 'streams',
    description: 'Names or aliases of streams, separated by commas.',
    schema: { type: 'array', items: { type: 'string' }, minItems: 1 },
    style: 'simple',
    explode: false,
    example: ['recentchange'],
  }),
  ApiQuery({
    name: 'since',
    required: false,
    description:
      'Start with the first event at or after this time. Without it and without an id, the stream starts now.',
    schema: { type: 'string' },
    examples: sinceExamples,
  }),
  ApiQuery({
    name: 'timestamp',
    required: false,
    deprecated: true,
    description: 'The old name of `since`. If both are given, `since` wins.',
    schema: { type: 'string' },
    examples: sinceExamples,
  }),
  ApiQuery({
    name: 'discard_canary',
    required: false,
    description:
      '`true` leaves out canary events (`meta.domain` is `canary`). The parameter without a value means `true`.',
    schema: { type: 'string', enum: ['true', 'false', ''], default: 'false' },
    examples: { without: { summary: 'Without canary events', value: 'true' } },
  }),
  ApiQuery({
    name: 'filter',
    required: false,
    description:
      'An expression in CEL (Common Expression Language) over the fields of an event. You receive the events for which it is true. ' +
      'An event on which it cannot be evaluated, because a field is absent or has another type, is not sent. `event` is the whole ' +
      'event, as in `has(event.user)`. Supported are the operators of CEL, `has`, `size`, `startsWith`, `endsWith`, `contains`, ' +
      '`int`, `double`, `string`, `bool`, `all`, `exists` and `exists_one`, but no regular expressions. At most 4096 characters. ' +
      `Empty means absent.${filtersInWords}`,
    schema: { type: 'string', maxLength: 4096 },
    examples: filterExamples,
  }),
  ApiQuery({
    name: 'last_event_id',
    required: false,
    description:
      'The same as the header `Last-Event-ID`, for clients that cannot set it. The header wins. Empty means absent.',
    content: idContent,
  }),
  ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description:
      'Where to resume: the id of the last event that you received. Browsers send it automatically. Only the partitions that it ' +
      `names are read. Wins over \`since\`. Empty means absent.${idInWords}`,
    content: idContent,
  }),
  ApiHeader({
    name: 'Accept',
    required: false,
    description:
      'Newline-delimited JSON if you prefer one of its types over `text/event-stream`; else Server-Sent Events.',
    examples: {
      sse: { summary: 'Server-Sent Events', value: 'text/event-stream' },
      json: { summary: 'Newline-delimited JSON', value: 'application/json' },
      ndjson: { summary: 'Newline-delimited JSON, under its own type', value: 'application/x-ndjson' },
    },
  }),
  ApiHeader({
    name: 'X-Client-IP',
    required: false,
    description: "The client's address, set by the proxy. Required if streams are limited per client.",
    examples: { ipv4: { value: '192.0.2.1' }, ipv6: { value: '2001:db8::1' } },
  }),
];
