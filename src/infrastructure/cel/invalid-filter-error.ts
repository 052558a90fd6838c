import { InvalidFilter } from '../../domain/errors.js';

/** @param position the zero-based position of the first wrong character */
export function wrongFilter(position: number, reason: string): InvalidFilter {
  return new InvalidFilter(`Cannot filter: at character ${position + 1}: ${reason}`);
}
