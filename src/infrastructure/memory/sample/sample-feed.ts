import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MemoryLog } from '../memory-log.js';
import { sampleStreams } from './sample-streams.js';
import { SampleTimeline } from './sample-timeline.js';

/** Everything has a default. */
export interface SampleFeedSettings {
  /** On average, over all topics, canary events apart; default 20. */
  readonly eventsPerSecond?: number;
  /** How far back events go when the feed starts; default one hour. */
  readonly historyMs?: number;
  /** Between two canary events of a topic; default one minute. */
  readonly canaryIntervalMs?: number;
  /** The same seed at the same time gives the same events; default 1. */
  readonly seed?: number;
  /** Milliseconds since the epoch; default `Date.now`. */
  readonly now?: () => number;
}

/** How long appending may keep everything else waiting. */
const sliceMs = 10;

/** A process that slept this long is not made to hear all that it missed. */
const maxLagMs = 60_000;

/** Writes what happens on the sample's wikis into a log: some history at once, then each event when it is due. */
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
   * Creates the topics at once, those that exist apart; resolves when the history is complete and live events begin.
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

  /** Nothing is appended any more. */
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

  /** Appends what is due before a time, for a few milliseconds. */
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
