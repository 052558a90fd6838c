import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/** In seconds. A fetch that waits for records takes as long as the broker may wait, so the last buckets are long. */
const FETCH_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const PREFIX = 'eventstreams_';

/**
 * The metrics that are updated when something happens, in one registry and in base units (seconds, bytes).
 *
 * Label values come from the catalogue, the brokers or a closed list in the code, never from a client.
 */
export class Metrics {
  readonly connectedClients: Gauge;
  readonly clientConnections: Counter;
  readonly clientDisconnections: Counter;
  readonly connectionsRefused: Counter;
  readonly eventsSent: Counter;
  readonly bytesSent: Counter;
  readonly uncompressedBytesSent: Counter;
  readonly filterTime: Counter;
  readonly recordsRead: Counter;
  readonly eventsRedacted: Counter;
  readonly logBreaks: Counter;
  readonly topicsUnreadable: Gauge;
  readonly fetchDuration: Histogram;
  readonly fetchErrors: Counter;
  readonly fetchThrottle: Counter;

  constructor(private readonly registry: Registry) {
    this.connectedClients = new Gauge(
      this.options(
        'connected_clients',
        'Open streams, by stream; a connection to several streams counts in each',
        ['stream'],
      ),
    );
    this.clientConnections = this.counter('client_connections_total', 'Streams opened, by combination', [
      'streams',
    ]);
    this.clientDisconnections = this.counter('client_disconnections_total', 'Streams closed, by reason', [
      'reason',
    ]);
    this.connectionsRefused = this.counter('connections_refused_total', 'Streams refused, by problem', [
      'code',
    ]);
    this.eventsSent = this.counter('events_sent_total', 'Events written to clients');
    this.bytesSent = this.counter('bytes_sent_total', 'Bytes written to clients, after compression');
    this.uncompressedBytesSent = this.counter(
      'uncompressed_bytes_sent_total',
      'Bytes written to clients, before compression',
    );
    this.filterTime = this.counter('filter_seconds_total', 'Time spent in the filters of clients');
    this.recordsRead = this.counter('records_read_total', 'Records read, by outcome', ['topic', 'outcome']);
    this.eventsRedacted = this.counter('events_redacted_total', 'Events redacted', ['topic', 'read']);
    this.logBreaks = this.counter('log_breaks_total', 'Partitions found truncated or recreated', ['topic']);
    this.topicsUnreadable = new Gauge(
      this.options('topics_unreadable', 'Topics that cannot be read, or partitions of them, by reason', [
        'topic',
        'reason',
      ]),
    );
    this.fetchDuration = new Histogram({
      ...this.options('fetch_duration_seconds', 'Duration of fetches, including waits for records', [
        'broker',
      ]),
      buckets: FETCH_BUCKETS,
    });
    this.fetchErrors = this.counter('fetch_errors_total', 'Fetches that failed', ['broker', 'error']);
    this.fetchThrottle = this.counter(
      'fetch_throttle_seconds_total',
      'Time that brokers throttled this client',
      ['broker'],
    );
  }

  private counter(name: string, help: string, labelNames: readonly string[] = []): Counter {
    return new Counter(this.options(name, help, labelNames));
  }

  private options(name: string, help: string, labelNames: readonly string[]): MetricOptions {
    return { name: PREFIX + name, help, labelNames: [...labelNames], registers: [this.registry] };
  }
}

interface MetricOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames: string[];
  readonly registers: Registry[];
}
