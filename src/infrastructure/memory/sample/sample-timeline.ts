import { canaryEvents } from './canaries.js';
import { eventsOf } from './events-of.js';
import { Random } from './random.js';
import type { SampleEvent } from './sample-event.js';
import { sampleDatacenters } from './sample-streams.js';
import { sampleWikis } from './sample-wikis.js';
import { WikiHistory } from './wiki-history.js';

/** What happened at one time. */
export interface SampleMoment {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly events: readonly (SampleEvent & { readonly topic: string })[];
}

/** How a timeline goes. */
export interface TimelineSettings {
  readonly seed: number;
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
  /** On average, over all topics, canary events apart. */
  readonly eventsPerSecond: number;
  readonly canaryIntervalMs: number;
}

/** An endless account of what happens on the sample's wikis: the same for the same settings. */
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

  /** When the next moment is, in milliseconds since the epoch. */
  get nextAt(): number {
    return Math.round(Math.min(this.nextChangeAt, this.nextCanaryAt));
  }

  /** Moments never go back in time. */
  next(): SampleMoment {
    return this.nextCanaryAt <= this.nextChangeAt ? this.canaries() : this.change();
  }

  /** Leaves a time out: nothing happens before it any more. */
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

  /** The more events a change causes the longer the gap after it: so the rate is kept whatever changes are made of. */
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
