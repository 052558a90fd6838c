import { setTimeout as wait } from 'node:timers/promises';
import { mayPass } from './kafka-errors.js';
import { KafkaFailure } from './kafka-failure.js';

const firstMs = 100;
const longestMs = 5_000;

/**
 * Returns the backoff after a number of consecutive failures, in milliseconds. It doubles each time, with jitter, so
 * that many readers of one broker do not reconnect at once. If only an operator can fix the cause, it is long from the
 * first failure.
 */
export function backoffMs(failures: number, cause: unknown): number {
  const hopeless = cause instanceof KafkaFailure ? cause.needsOperator : !mayPass(cause);
  const fullMs = hopeless ? longestMs : Math.min(longestMs, firstMs * 2 ** Math.max(0, failures - 1));
  return fullMs * (0.5 + Math.random() / 2);
}

/** Waits. Throws a {@link KafkaFailure} of kind `closed` if the signal aborts first. */
export async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(durationMs, undefined, { signal });
  } catch (error) {
    throw new KafkaFailure('closed', { cause: error });
  }
}
