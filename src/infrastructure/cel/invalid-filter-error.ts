import { InvalidFilter } from '../../domain/errors.js';

/** @param position of the first character that is wrong, from 0 */
export function wrongFilter(position: number, reason: string): InvalidFilter {
  return new InvalidFilter(`Cannot filter: at character ${position + 1}: ${reason}`);
}
