import { isObject, type JsonObject, type JsonValue } from '../json';
import { fieldsOf } from './fields-of';
import type { Stream } from './stream';

/**
 * The streams that an API description offers, in order of name.
 * @param description the OpenAPI document of the service; each of its streams has an `x-stream`
 */
export function readCatalog(description: unknown): readonly Stream[] {
  const paths = isObject(description) && isObject(description['paths']) ? description['paths'] : {};
  const streams = new Map<string, Stream>();
  for (const item of Object.values(paths)) {
    const stream = isObject(item) && isObject(item['get']) ? item['get']['x-stream'] : undefined;
    if (!isObject(stream) || typeof stream['name'] !== 'string') continue;
    streams.set(stream['name'], toStream(stream['name'], stream, description as JsonObject));
  }
  return [...streams.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Whether the service says that its events are made up. */
export function isSample(description: unknown): boolean {
  return isObject(description) && isObject(description['info']) && description['info']['x-sample'] === true;
}

function toStream(name: string, said: JsonObject, description: JsonObject): Stream {
  const schema = isObject(said['schema']) ? said['schema'] : {};
  const { title, $ref: reference } = schema;
  return {
    name,
    aliases: textsOf(said['aliases']),
    topics: textsOf(said['topics']),
    fields: typeof reference === 'string' ? fieldsOf({ $ref: reference }, description) : [],
    ...(typeof said['description'] === 'string' && { description: said['description'] }),
    ...(typeof title === 'string' && { schemaTitle: title }),
  };
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly JsonValue[]).filter((element) => typeof element === 'string');
}
