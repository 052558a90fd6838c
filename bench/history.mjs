const startMs = Date.now() - 3_600_000;
const stepMs = 5;

/** When the nth event of a history was made: long enough ago that no window holds it. */
export function historyTimestamp(n) {
  return startMs + n * stepMs;
}
