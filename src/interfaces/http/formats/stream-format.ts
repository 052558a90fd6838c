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
const contentTypes: Readonly<Record<string, string>> = {
  [sse]: 'text/event-stream; charset=utf-8',
  'application/json': 'application/json; charset=utf-8',
  'application/x-ndjson': 'application/x-ndjson; charset=utf-8',
};

const sseFramers = { blocks: standardSseFramer, lines: scriptSseFramer, events: sseFramer };

/** The format that `Accept` prefers; Server-Sent Events if it prefers none of the available ones. */
export function streamFormat(request: Request): StreamFormat {
  const [preferred = sse] = negotiator(request).mediaTypes(Object.keys(contentTypes));
  return { contentType: contentTypes[preferred] ?? '', framer: framerOf(preferred, request) };
}

function framerOf(type: string, { headers }: Request): Framer {
  if (type !== sse) return ndjsonFramer;
  return sseFramers[sseClientType(headers)];
}
