import type { OpenAPIObject } from '@nestjs/swagger';
import type { JsonSchema } from '../../../domain/ports/stream-schemas.js';
import type { Stream } from '../../../domain/stream.js';
import { eventExample } from './described-event.js';
import type { EventComponents } from './event-components.js';
import { streamExtension } from './stream-extension.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Response = NonNullable<Operation['responses'][string]>;

/**
 * Returns the operation for the path of one stream, under one of its names.
 *
 * @param common the parts that all stream operations have in common
 * @param events the response with events of any stream
 */
export function streamOperation(
  name: string,
  stream: Stream,
  common: Operation,
  events: Response | undefined,
  components: EventComponents,
): Operation & { readonly 'x-stream': JsonSchema } {
  const component = components.of(stream);
  const { reference, schema, path, title } = component;
  const example = eventExample(stream, schema, reference, path);
  const kind = title === undefined ? 'events' : `\`${title}\` events`;
  const summary = stream.description?.split('\n', 1)[0] ?? `Events of ${stream.name}`;
  return {
    ...common,
    operationId: `stream:${name}`,
    summary,
    description: descriptionOf(name, stream, title),
    responses: {
      200: {
        ...events,
        description: `${kind}, until the client disconnects`,
        content: {
          'text/event-stream': {
            schema: {
              type: 'string',
              title: title ?? stream.name,
              description: `Blocks of Server-Sent Events; \`data\` of a \`message\` is an event as \`${reference}\` says, on one line.`,
            },
            example: example.block,
          },
          'application/json': { schema: { $ref: reference }, example: example.event },
          'application/x-ndjson': {
            schema: {
              type: 'string',
              title: title ?? stream.name,
              description: 'JSON lines, each an event.',
              contentMediaType: 'application/json',
              contentSchema: { $ref: reference },
            } as JsonSchema,
            example: example.line,
          },
        },
      },
      ...common.responses,
    },
    'x-stream': streamExtension(stream, component),
  };
}

function descriptionOf(name: string, stream: Stream, title: string | undefined): string {
  return [
    ...(stream.description === undefined ? [] : [stream.description]),
    ...(name === stream.name ? [] : [`Another name of the stream \`${stream.name}\`.`]),
    ...(title === undefined ? [] : [`Schema: \`${title}\`.`]),
    `Topics: ${stream.topics.map((topic) => `\`${topic}\``).join(', ')}.`,
  ].join('\n\n');
}
