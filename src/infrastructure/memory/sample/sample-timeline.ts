import { canaryEvents } from './canaries.js';
import { eventsOf } from './events-of.js';
import { Random } from './random.js';
import type { SampleEvent } from './sample-event.js';
import { sampleDatacenters } from './sample-streams.js';
import { sampleWikis } from './sample-wikis.js';
import { WikiHistory } from './wiki-history.js';

/** The events of one moment. */
export interface SampleMoment {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly events: readonly (SampleEvent & { readonly topic: string })[];
}

/** The settings of a timeline. */
export interface TimelineSettings {
  readonly seed: number;
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
  /** The average rate over all topics, without canary events. */
  readonly eventsPerSecond: number;
  readonly canaryIntervalMs: number;
}

/** An endless sequence of events on the sample wikis, deterministic for given settings. */
export class SampleTimeline {
  private readonly random: Random;
  private readonly wikis: readonly { readonly weight: number; readonly history: WikiHistory }[];
  private nextChangeAt: number;
  private nextCanaryAt: number;

  constructor(private readonly settings: TimelineSettings) {
    const { seed, startsAt } = settings;
    const random = new Random(seed);
    this.random = random;
    this.wikis = sampleWikis.map((wiki) => ({
      weight: wiki.weight,
      history: new WikiHistory(wiki, random, startsAt),
    }));
    this.nextChangeAt = startsAt;
    this.nextCanaryAt = startsAt;
  }

  /** The time of the next moment, in milliseconds since the epoch. */
  get nextAt(): number {
    return Math.round(Math.min(this.nextChangeAt, this.nextCanaryAt));
  }

  /** Returns the next moment; it is never earlier than the one before. */
  next(): SampleMoment {
    return this.nextCanaryAt <= this.nextChangeAt ? this.canaries() : this.change();
  }

  /** Skips everything before a time. */
  skipTo(at: number): void {
    this.nextChangeAt = Math.max(this.nextChangeAt, at);
    this.nextCanaryAt = Math.max(this.nextCanaryAt, at);
  }

  private canaries(): SampleMoment {
    const at = this.nextAt;
    this.nextCanaryAt += this.settings.canaryIntervalMs;
    const time = new Date(at).toISOString();
    return {
      at,
      events: sampleDatacenters.flatMap((datacenter) => within(datacenter, canaryEvents(time, this.random))),
    };
  }

  /**
   * Makes the gap after a change proportional to its number of events, so that the event rate does not depend on the
   * mix of changes.
   */
  private change(): SampleMoment {
    const at = this.nextAt;
    const { random } = this;
    const change = random.pickWeighted(this.wikis).history.next(new Date(at).toISOString());
    const events = eventsOf(change, () => random.uuid());
    this.nextChangeAt += random.gap((events.length * 1000) / this.settings.eventsPerSecond);
    return { at, events: within(random.chance(0.95) ? 'eqiad' : 'codfw', events) };
  }
}

function within(datacenter: string, events: readonly SampleEvent[]): SampleMoment['events'] {
  return events.map((event) => ({ ...event, topic: `${datacenter}.${event.stream}` }));
}
