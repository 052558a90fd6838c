import type { Framer } from '../../application/framer.js';
import { gapText } from './gap-text.js';

/** Writes newline-delimited JSON: events as they are; what is no event never has `meta`. */
export const ndjsonFramer: Framer = {
  format: 'ndjson',
  heartbeat: '\n',
  opening: () => '',
  beforeFirst: () => '',
  event: (json) => `${json}\n`,
  gap: (gap) => `{"gap":${gapText(gap)}}\n`,
  error: (problem) => `{"error":${problem}}\n`,
  moved: () => '\n',
};
