import type { Registry } from 'prom-client';
import type { Redaction } from '../../domain/ports/redactor.js';
import { Telemetry } from '../../domain/ports/telemetry.js';
import type { FetchReport, Gauges, RecordOutcome, UnreadableTopic } from '../../domain/ports/telemetry.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import { Metrics } from './metrics.js';
import { stackFrames } from './stack-frames.js';
import { StreamCombinations } from './stream-combinations.js';
import type { TelemetryLog } from './telemetry-log.js';
import { NOTHING_WATCHED, registerWatchedGauges } from './watched-gauges.js';

const OUTCOMES: readonly RecordOutcome[] = ['event', 'tombstone', 'undecodable', 'withheld'];

/** Counts in a Prometheus registry, and logs what operators should know. Create one per registry. */
export class PrometheusTelemetry extends Telemetry {
  private readonly metrics: Metrics;
  private watched = NOTHING_WATCHED;
  private readonly topicsRead = new Set<string>();
  /** The reasons why topics cannot be read, by topic. */
  private readonly unreadable = new Map<string, string>();
  private readonly combinations = new StreamCombinations();

  constructor(
    registry: Registry,
    private readonly log: TelemetryLog,
  ) {
    super();
    this.metrics = new Metrics(registry);
    registerWatchedGauges(registry, () => this.watched);
  }

  watch(gauges: Gauges): void {
    this.watched = gauges;
  }

  recordsRead(topic: string, outcome: RecordOutcome, count: number): void {
    if (!this.topicsRead.has(topic)) this.startCounting(topic);
    this.metrics.recordsRead.inc({ topic, outcome }, count);
  }

  /** Starts the counters at 0, because an alert on an increase needs an earlier value. */
  private startCounting(topic: string): void {
    this.topicsRead.add(topic);
    for (const outcome of OUTCOMES) this.metrics.recordsRead.inc({ topic, outcome }, 0);
  }

  /** Only counts replays: an event can be replayed any number of times, and was logged when it was live. */
  redacted(at: TopicPartition & { readonly offset: number }, rule: Redaction['rule'], live: boolean): void {
    this.metrics.eventsRedacted.inc({ topic: at.topic, read: live ? 'live' : 'replay' });
    if (!live) return;
    this.log.info({ ...rule, ...position(at) }, 'event redacted');
  }

  /**
   * Logs where a rule failed, by the error's class and stack frames. It omits the message, which may quote the withheld
   * event (as messages of `JSON.parse` do). `recordsRead` counts the event.
   */
  withheld(at: TopicPartition & { readonly offset: number }, error: unknown): void {
    const name = error instanceof Error ? error.constructor.name : typeof error;
    this.log.error(
      { ...position(at), error: name, stack: stackFrames(error) },
      'event withheld: a redaction rule failed',
    );
  }

  delivered(events: number, bytes: number, sentBytes: number): void {
    this.metrics.eventsSent.inc(events);
    this.metrics.bytesSent.inc(sentBytes);
    this.metrics.uncompressedBytesSent.inc(bytes);
  }

  filtered(ms: number): void {
    if (ms > 0) this.metrics.filterTime.inc(ms / 1000);
  }

  readerOpened(streams: readonly string[]): void {
    for (const stream of streams) this.metrics.connectedClients.inc({ stream });
    this.metrics.clientConnections.inc({ streams: this.combinations.label(streams) });
  }

  readerClosed(streams: readonly string[], reason: string): void {
    for (const stream of streams) this.metrics.connectedClients.dec({ stream });
    this.metrics.clientDisconnections.inc({ reason });
  }

  refused(code: string): void {
    this.metrics.connectionsRefused.inc({ code });
  }

  fetched({ broker, durationMs, throttleMs, error }: FetchReport): void {
    this.metrics.fetchDuration.observe({ broker }, durationMs / 1000);
    this.metrics.fetchThrottle.inc({ broker }, throttleMs / 1000);
    if (error !== undefined) this.metrics.fetchErrors.inc({ broker, error });
  }

  logBroke(at: TopicPartition & { readonly offset: number }, cause: unknown): void {
    this.metrics.logBreaks.inc({ topic: at.topic });
    this.log.warn({ ...position(at), err: cause }, 'log broken off: clients continue by timestamp');
  }

  topicUnreadable({ topic, reason, advice, error }: UnreadableTopic): void {
    this.clearUnreadable(topic);
    this.unreadable.set(topic, reason);
    this.metrics.topicsUnreadable.set({ topic, reason }, 1);
    this.log.warn({ topic, reason, error }, `Cannot read topic ${topic}: ${advice}`);
  }

  topicReadable(topic: string, read: boolean): void {
    this.clearUnreadable(topic);
    if (read) this.log.warn({ topic }, `Topic ${topic} is readable again`);
  }

  private clearUnreadable(topic: string): void {
    const reason = this.unreadable.get(topic);
    this.unreadable.delete(topic);
    if (reason !== undefined) this.metrics.topicsUnreadable.remove({ topic, reason });
  }

  warn(message: string, details: Readonly<Record<string, unknown>> = {}): void {
    this.log.warn(details, message);
  }
}

/** Picks the members by name: the object may have other members, and no payload may be logged. */
function position(at: TopicPartition & { readonly offset: number }): object {
  return { topic: at.topic, partition: at.partition, offset: at.offset };
}
