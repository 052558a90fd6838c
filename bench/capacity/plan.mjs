/** What is planned for beside what was measured: defaults of the settings, and a network card. */
export const assumed = {
  /** Of what was measured: the rest is for the replica that restarts, for noise, and for growth. */
  share: 0.5,
  networkBytesPerSecond: 10e9 / 8,
  batchMs: 20,
  windowSeconds: 60,
  windowMB: 268,
  /** `max_log_readers` × `catch_up_bytes` */
  catchUpMB: 67,
  /** A batch is written to all readers in at most half of the time (`FlushScheduler`). */
  writingShare: 0.5,
  fewestReplicas: 2,
};

/**
 * Replicas, and what they need, for so many readers that are all sent so many events a second.
 *
 * @param {Record<string, {value: number}>} figures as measured
 */
export function planFor(figures, readers, eventsPerSecond) {
  const f = Object.fromEntries(Object.entries(figures).map(([name, { value }]) => [name, value]));
  const bounds = {
    connections: f.readers,
    events: f.deliveredPerSecond / eventsPerSecond,
    network: assumed.networkBytesPerSecond / (eventsPerSecond * f.eventBytes),
  };
  const [bound, most] = Object.entries(bounds).reduce((one, other) => (other[1] < one[1] ? other : one));
  const replicas = Math.max(assumed.fewestReplicas, Math.ceil(readers / (most * assumed.share)));
  const each = readers / replicas;
  const batches = Math.min(eventsPerSecond, 1000 / assumed.batchMs);
  const writing = Math.min(assumed.writingShare, (each * batches * f.writeMicros) / 1e6);
  const windowMB = (eventsPerSecond * assumed.windowSeconds * f.kafkaBytes) / 1e6;
  const held = f.baseMB + (each * f.connectionKB) / 1000;
  return {
    readers,
    eventsPerSecond,
    bound,
    replicas,
    each,
    cores: writing + (each * eventsPerSecond * f.eventMicros) / 1e6,
    gatheredMs: Math.max(assumed.batchMs, (each * f.writeMicros) / 1000 / assumed.writingShare),
    memoryMB: held + Math.min(assumed.windowMB, windowMB) + assumed.catchUpMB,
    networkMbit: (each * eventsPerSecond * f.eventBytes * 8) / 1e6,
    allNetworkGbit: (readers * eventsPerSecond * f.eventBytes * 8) / 1e9,
    compressedNetworkGbit: (readers * eventsPerSecond * f.compressedEventBytes * 8) / 1e9,
    fetchesPerSecond: replicas * eventsPerSecond * f.fetchesPerEvent,
    kafkaKBPerSecond: (replicas * eventsPerSecond * f.kafkaBytes) / 1000,
  };
}
