import { setTimeout as wait } from 'node:timers/promises';
import { mayPass } from './kafka-errors.js';
import { KafkaFailure } from './kafka-failure.js';

const firstMs = 100;
const longestMs = 5_000;

/**
 * How long to wait after failures in a row, in milliseconds: twice as long each time, with jitter, so that many readers
 * of one broker do not come back at once; and long from the first one on where only an operator can help.
 */
export function backoffMs(failures: number, cause: unknown): number {
  const hopeless = cause instanceof KafkaFailure ? cause.needsOperator : !mayPass(cause);
  const fullMs = hopeless ? longestMs : Math.min(longestMs, firstMs * 2 ** Math.max(0, failures - 1));
  return fullMs * (0.5 + Math.random() / 2);
}

/** Waits, or fails with `closed` when the connection is closed meanwhile. */
export async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(durationMs, undefined, { signal });
  } catch (error) {
    throw new KafkaFailure('closed', { cause: error });
  }
}
