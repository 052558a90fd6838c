import type { Framer } from '../../../application/delivery/framer.js';
import { gapJson } from './gap-json.js';

/** Writes newline-delimited JSON: events unchanged; other lines never have `meta`. */
export const ndjsonFramer: Framer = {
  format: 'ndjson',
  heartbeat: '\n',
  opening: () => '',
  beforeFirst: () => '',
  event: (json) => `${json}\n`,
  gap: (gap) => `{"gap":${gapJson(gap)}}\n`,
  error: (problem) => `{"error":${problem}}\n`,
  moved: () => '\n',
};
