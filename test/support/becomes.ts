import { isDeepStrictEqual } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { stepMs } from './limits.js';

const pollMs = 50;

/**
 * Reads what a page shows again until it is what is expected: a page draws later than it is told to.
 * @throws {Error} with the difference, after {@link stepMs}
 */
export async function becomes<Value>(read: () => Promise<Value>, expected: Value): Promise<void> {
  const deadlineMs = Date.now() + stepMs;
  for (;;) {
    const value = await read();
    if (isDeepStrictEqual(value, expected)) return;
    if (Date.now() > deadlineMs) expect(value).toEqual(expected);
    await wait(pollMs);
  }
}
