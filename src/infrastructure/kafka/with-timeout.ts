import { KafkaFailure } from './kafka-failure.js';

/**
 * Waits for a promise up to a time limit. The promise is not cancelled after that.
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
