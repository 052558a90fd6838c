import type { Request } from 'express';
import type { Framer } from '../../application/framer.js';
import { ndjsonFramer } from './ndjson-framer.js';
import { negotiator } from './negotiation.js';
import { sseFramer } from './sse-framer.js';

/** A representation of a stream. */
export interface StreamFormat {
  /** With the charset: clients that are not told read Latin-1. */
  readonly contentType: string;
  readonly framer: Framer;
}

const formats: Readonly<Record<string, StreamFormat>> = {
  'text/event-stream': { contentType: 'text/event-stream; charset=utf-8', framer: sseFramer },
  'application/json': { contentType: 'application/json; charset=utf-8', framer: ndjsonFramer },
  'application/x-ndjson': { contentType: 'application/x-ndjson; charset=utf-8', framer: ndjsonFramer },
};
const sse: StreamFormat = { contentType: 'text/event-stream; charset=utf-8', framer: sseFramer };

/** What `Accept` prefers; Server-Sent Events where it prefers nothing that there is. */
export function streamFormat(request: Request): StreamFormat {
  const [preferred] = negotiator(request).mediaTypes(Object.keys(formats));
  return (preferred === undefined ? undefined : formats[preferred]) ?? sse;
}
