import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MemoryLog } from '../memory-log.js';
import { sampleStreams } from './sample-streams.js';
import { SampleTimeline } from './sample-timeline.js';

/** The settings of the sample feed; all are optional. */
export interface SampleFeedSettings {
  /** The average rate over all topics, without canary events; default 20. */
  readonly eventsPerSecond?: number;
  /** The time span of the events that exist when the feed starts; default one hour. */
  readonly historyMs?: number;
  /** The time between two canary events of a topic; default one minute. */
  readonly canaryIntervalMs?: number;
  /** The same seed at the same time produces the same events; default 1. */
  readonly seed?: number;
  /** Returns milliseconds since the epoch; default `Date.now`. */
  readonly now?: () => number;
}

/** The maximum time that appending blocks the event loop. */
const sliceMs = 10;

/** After a longer pause of the process, the missed events are skipped. */
const maxLagMs = 60_000;

/** Writes the events of the sample wikis to a log: first some history, then each event when it is due. */
export class SampleFeed {
  private readonly eventsPerSecond: number;
  private readonly historyMs: number;
  private readonly canaryIntervalMs: number;
  private readonly seed: number;
  private readonly now: () => number;
  private timer: NodeJS.Timeout | undefined;
  private run = new AbortController();

  constructor(
    private readonly log: MemoryLog,
    settings: SampleFeedSettings = {},
  ) {
    this.eventsPerSecond = settings.eventsPerSecond ?? 20;
    this.historyMs = settings.historyMs ?? 60 * 60 * 1000;
    this.canaryIntervalMs = settings.canaryIntervalMs ?? 60_000;
    this.seed = settings.seed ?? 1;
    this.now = settings.now ?? Date.now;
  }

  /**
   * Creates the topics that do not exist, synchronously. Resolves when the history is complete and live events begin.
   */
  async start(): Promise<void> {
    this.stop();
    const { signal } = (this.run = new AbortController());
    this.createTopics();
    const startedAt = this.now();
    const { seed, eventsPerSecond, canaryIntervalMs } = this;
    const startsAt = startedAt - this.historyMs;
    const timeline = new SampleTimeline({ seed, startsAt, eventsPerSecond, canaryIntervalMs });
    while (timeline.nextAt < startedAt) {
      this.appendSlice(timeline, startedAt);
      await nextTurn();
      if (signal.aborted) return;
    }
    this.goOn(timeline);
  }

  /** Stops appending events. */
  stop(): void {
    this.run.abort();
    clearTimeout(this.timer);
  }

  private goOn(timeline: SampleTimeline): void {
    const now = this.now();
    if (now - timeline.nextAt > maxLagMs) timeline.skipTo(now);
    this.appendSlice(timeline, now + 1);
    this.timer = setTimeout(() => this.goOn(timeline), timeline.nextAt - now);
  }

  /** Appends events that are due before a time, for at most a few milliseconds. */
  private appendSlice(timeline: SampleTimeline, before: number): void {
    const sliceEndsAt = performance.now() + sliceMs;
    while (timeline.nextAt < before && performance.now() < sliceEndsAt) {
      const { at, events } = timeline.next();
      for (const { topic, body } of events) {
        this.log.append(topic, 0, { timestamp: at, value: JSON.stringify(body) });
      }
    }
  }

  private createTopics(): void {
    for (const topic of sampleStreams.flatMap(({ topics }) => topics)) {
      if (this.log.partitionCount(topic) === undefined) this.log.createTopic(topic, 1);
    }
  }
}
