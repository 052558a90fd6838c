import type { Request } from 'express';
import type { Framer } from '../../../application/delivery/framer.js';
import { ndjsonFramer } from './ndjson-framer.js';
import { negotiator } from '../content-negotiation.js';
import { sseClientType } from './sse-client-type.js';
import { scriptSseFramer, sseFramer, standardSseFramer } from './sse-framer.js';

/** A representation of a stream. */
export interface StreamFormat {
  /** With the charset, because some clients otherwise assume Latin-1. */
  readonly contentType: string;
  readonly framer: Framer;
}

const sse = 'text/event-stream';
const sseFramers = { blocks: standardSseFramer, lines: scriptSseFramer, events: sseFramer };

/** The framer of each media type. */
const framers: ReadonlyMap<string, (request: Request) => Framer> = new Map([
  [sse, framerOfSse],
  ['application/json', () => ndjsonFramer],
  ['application/x-ndjson', () => ndjsonFramer],
]);

/** The format that `Accept` prefers; Server-Sent Events if it prefers none of the available ones. */
export function streamFormat(request: Request): StreamFormat {
  const [preferred = sse] = negotiator(request).mediaTypes([...framers.keys()]);
  const framerOf = framers.get(preferred) ?? framerOfSse;
  return { contentType: `${preferred}; charset=utf-8`, framer: framerOf(request) };
}

function framerOfSse({ headers }: Request): Framer {
  return sseFramers[sseClientType(headers)];
}
