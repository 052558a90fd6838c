import { KafkaFailure } from './kafka-failure.js';

/**
 * Waits for a promise no longer than a time, and then leaves it to itself.
 * @throws {KafkaFailure} of kind `timeout`
 */
export async function within<T>(timeoutMs: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new KafkaFailure('timeout')), Math.max(1, timeoutMs));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
