import type { JsonSchema } from '../../../../domain/ports/stream-schemas.js';
import { link, record, text, time, type Fields } from './schema-notation.js';

/** The description of the events of one schema. */
export interface EventFacts {
  /** `/<title>/<version>`, the `$schema` of the events. */
  readonly path: string;
  readonly description: string;
  /** The members of every event, besides `$schema` and `meta`. */
  readonly always: Fields;
  readonly sometimes?: Fields;
  /** An event as stored in the log. */
  readonly example: Readonly<Record<string, unknown>>;
}

/** A schema with a title, whose id is its path. */
export interface EventSchema extends JsonSchema {
  readonly $id: string;
  readonly title: string;
}

const meta = record('What every event of every stream says of itself.', {
  uri: link('The page that the event is about.', 'https://en.wikipedia.org/wiki/Ada_Lovelace'),
  request_id: text(
    'The request that caused the event; all events that came of one request have the same.',
    'b9f15c0e-4d43-4d6f-9a1e-7d3c8a0b6f21',
  ),
  id: text(
    'A UUID of the event alone. An event that is seen twice has the same one.',
    '0c6e8f7a-52b1-4f0e-8f2d-3e9a5b7c1d40',
  ),
  domain: text(
    'Domain name of the wiki; `canary` marks an artificial event, which tells nothing of any wiki.',
    'en.wikipedia.org',
  ),
  stream: text('The stream that the event was produced to.', 'mediawiki.recentchange'),
  dt: time('When the event was produced.', '2026-10-01T12:34:56.789Z'),
});

/** Returns the schema of a kind of event. */
export function eventSchema({ path, description, always, sometimes, example }: EventFacts): EventSchema {
  const $schema = text('Path of the schema of this event, with its version.', path);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: path,
    title: path.replace(/^\/|\/[^/]*$/g, ''),
    ...record(description, { $schema, meta, ...always }, sometimes),
    examples: [example],
  };
}
