import type { IncomingMessage } from 'node:http';
import type { Framer } from '../../../application/delivery/framer.js';
import { ndjsonFramer } from './ndjson-framer.js';
import { remembered } from '../remembered.js';
import { negotiator } from '../content-negotiation.js';
import { sseClientType } from './sse-client-type.js';
import { scriptSseFramer, sseFramer, standardSseFramer } from './sse-framer.js';

/** A representation of a stream. */
export interface StreamFormat {
  /** With the charset, because some clients otherwise assume Latin-1. */
  readonly contentType: string;
  readonly framer: Framer;
}

const sseFramers = { blocks: standardSseFramer, lines: scriptSseFramer, events: sseFramer };

/** The formats of streams; the first is the default. */
const formats = [
  {
    type: 'text/event-stream',
    framerOf: ({ headers }: IncomingMessage): Framer => sseFramers[sseClientType(headers)],
  },
  { type: 'application/json', framerOf: (): Framer => ndjsonFramer },
  { type: 'application/x-ndjson', framerOf: (): Framer => ndjsonFramer },
] as const;
const types = formats.map(({ type }) => type);

const preferred = remembered((accept) => negotiator({ headers: { accept } }).mediaTypes(types)[0]);

/** The format that `Accept` prefers; Server-Sent Events if it prefers none of the available ones. */
export function streamFormat(request: IncomingMessage): StreamFormat {
  const { accept } = request.headers;
  const preference = accept === undefined ? undefined : preferred(accept);
  const { type, framerOf } = formats.find((format) => format.type === preference) ?? formats[0];
  return { contentType: `${type}; charset=utf-8`, framer: framerOf(request) };
}
