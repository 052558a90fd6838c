import { z } from 'zod';
import type { Stream } from '../../domain/stream.js';
import { InvalidStreamConfig } from './invalid-stream-config.js';

/** Comma and slash delimit names in a URL path; a leading slash marks a pattern. */
const NAME = /^[^\s,/?#]+$/;
const topicError = 'the name of a topic (1 to 249 letters, digits, ".", "_" and "-")';
const aliasError = 'a name without white space, ",", "/", "?" and "#"';
const topics = z.array(z.string({ error: topicError }).regex(/^[\w.-]{1,249}$/, { error: topicError }), {
  error: 'a list of topics',
});
const text = z.string({ error: 'a text' });

/** The settings of a stream that are used; remote catalogues have many more, which are ignored. */
const streamSettings = z.object(
  {
    topics: topics.min(1, { error: 'a list of at least one topic' }),
    topics_allowed: topics.optional(),
    stream_aliases: z
      .array(z.string({ error: aliasError }).regex(NAME, { error: aliasError }), { error: 'a list of names' })
      .optional(),
    description: text.optional(),
    schema_title: text.optional(),
    $schema: text.optional(),
    canary_events_enabled: z.boolean({ error: 'true or false' }).optional(),
  },
  { error: 'a map of stream settings' },
);

/**
 * Rejects invalid settings of an operator; unlike an invalid stream of the catalogue, they are not just left out.
 *
 * @param key the key of the settings in the configuration
 * @throws {InvalidStreamConfig} naming key, value and what is expected
 */
export function checkPartialSettings(key: string, settings: unknown): void {
  const { error } = streamSettings.partial().safeParse(settings);
  if (error !== undefined) throw new InvalidStreamConfig(`${key}${describe(error.issues[0], settings)}`);
}

/**
 * Returns the stream that these settings describe, or the reason why they describe none.
 *
 * Clients may name every topic that the stream reads, so that every id that the service sends is accepted on reconnect:
 * `topics_allowed` adds to `topics`.
 */
export function streamOf(name: string, settings: unknown): Stream | string {
  if (name.startsWith('/')) return 'its name is a pattern';
  if (!NAME.test(name)) return `its name is not ${aliasError}`;
  const { data, error } = streamSettings.safeParse(settings);
  if (error !== undefined) return describe(error.issues[0], settings).replace(/^[.:] ?/, '');
  const own = [...new Set(data.topics)];
  return {
    name,
    topics: own,
    topicsAllowed: [...new Set([...own, ...(data.topics_allowed ?? [])])],
    aliases: [...new Set(data.stream_aliases)].filter((alias) => alias !== name),
    canaryEventsEnabled: data.canary_events_enabled ?? false,
    ...(data.description !== undefined && { description: data.description }),
    ...(data.schema_title !== undefined && { schemaTitle: data.schema_title }),
    ...(data.$schema !== undefined && { schemaUri: data.$schema }),
  };
}

function describe(issue: z.core.$ZodIssue | undefined, settings: unknown): string {
  if (issue === undefined) return '';
  const value = issue.path.reduce<unknown>(
    (holder, key) => (holder as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[key],
    settings,
  );
  const path = issue.path.map((key) => `.${String(key)}`).join('');
  if (value === undefined) return `${path}: is missing, expected ${issue.message}`;
  return `${path}: ${JSON.stringify(value).slice(0, 60)} is not ${issue.message}`;
}
