/**
 * Counts what the service asks of its log: reads of the past by the port's calls, fetches as `/metrics` says, and the
 * bytes that came from the broker by its sockets.
 *
 * @param EventSource the class of the adapter
 * @param {string | undefined} broker `host:port`
 */
export function watchTraffic(EventSource, broker) {
  let replayFetches = 0;
  const { fetch: fetchPast } = EventSource.prototype;
  EventSource.prototype.fetch = function (...args) {
    replayFetches += 1;
    return fetchPast.apply(this, args);
  };
  return async (port) => ({ replayFetches, ...(await metricsOf(port)), brokerBytes: bytesFrom(broker) });
}

async function metricsOf(port) {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const sum = (name) =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'gm'))].reduce(
      (total, [, value]) => total + Number(value),
      0,
    );
  return {
    fetches: sum('eventstreams_fetch_duration_seconds_count'),
    records: sum('eventstreams_records_read_total'),
  };
}

/** The service keeps its connections, so those that are open have carried everything. */
function bytesFrom(broker) {
  const brokerPort = Number(broker?.split(':')[1]);
  return process
    ._getActiveHandles()
    .filter(({ remotePort }) => remotePort === brokerPort)
    .reduce((total, { bytesRead }) => total + bytesRead, 0);
}
