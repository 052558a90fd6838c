/**
 * What a simulated restart came to. `endedAt` and `liveAt` are of each stream that came back, in the order in which
 * they did.
 *
 * @param {{endedAt: number[], liveAt: number[], drainedAt: number, replicas: object[], meanSize: number}} found
 */
export function rollFigures({ endedAt, liveAt, drainedAt, replicas, meanSize }) {
  const outages = Float64Array.from(liveAt, (at, n) => at - endedAt[n]).sort();
  const quantile = (share) => outages[Math.min(outages.length - 1, Math.floor(outages.length * share))];
  const sizes = replicas.map(({ members }) => members.size);
  const lastLiveMs = liveAt.at(-1);
  return {
    reconnects: outages.length,
    peakPerSecond: replicas.reduce((most, { bySecond }) => Math.max(most, ...bySecond.values()), 0),
    outageP50Ms: quantile(0.5),
    outageP99Ms: quantile(0.99),
    longestOutageMs: outages.at(-1),
    lastLiveMs,
    liveAfterDrainMs: lastLiveMs - drainedAt,
    mostToMean: Math.max(...sizes) / meanSize,
    leastToMean: Math.min(...sizes) / meanSize,
    endedAt,
    liveAt,
  };
}
