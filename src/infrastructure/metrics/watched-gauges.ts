import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Gauges } from '../../domain/ports/telemetry.js';

/** The values before anything is watched. */
export const NOTHING_WATCHED: Gauges = {
  isReady: () => false,
  readers: () => ({ live: 0, catchingUp: 0, furthestBehindMs: 0 }),
  windows: () => [],
  canaries: () => [],
  assignments: () => 0,
  lookUps: () => ({ underWay: 0, waiting: 0 }),
};

/** A gauge, and how it is set from the watched values. */
interface WatchedGauge {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
  readonly set: (gauge: Gauge, watched: Gauges) => void;
}

const GAUGES: readonly WatchedGauge[] = [
  {
    name: 'ready',
    help: 'Whether the instance is ready for clients: 1 or 0',
    set: (gauge, watched) => gauge.set(watched.isReady() ? 1 : 0),
  },
  {
    name: 'clients',
    help: 'Open streams, by whether they are live or catching up',
    labelNames: ['state'],
    set: (gauge, watched) => {
      const { live, catchingUp } = watched.readers();
      gauge.set({ state: 'live' }, live);
      gauge.set({ state: 'catching_up' }, catchingUp);
    },
  },
  {
    name: 'furthest_behind_seconds',
    help: 'How far the slowest client is behind',
    set: (gauge, watched) => gauge.set(watched.readers().furthestBehindMs / 1000),
  },
  {
    name: 'window_bytes',
    help: 'Recent events held in memory, by topic',
    labelNames: ['topic'],
    set: (gauge, watched) => {
      for (const { topic, bytes } of watched.windows()) gauge.inc({ topic }, bytes);
    },
  },
  {
    name: 'window_age_seconds',
    help: 'How far back memory reaches, by topic: its longest window',
    labelNames: ['topic'],
    set: (gauge, watched) => {
      for (const [topic, ageMs] of oldestByTopic(watched)) gauge.set({ topic }, ageMs / 1000);
    },
  },
  {
    name: 'canary_age_seconds',
    help: 'Time since the last canary event, by stream that has them and is being read',
    labelNames: ['stream'],
    set: (gauge, watched) => {
      for (const { stream, ageMs } of watched.canaries()) gauge.set({ stream }, ageMs / 1000);
    },
  },
  {
    name: 'assignments',
    help: 'Combinations of streams, and sets of partitions, that are being read',
    set: (gauge, watched) => gauge.set(watched.assignments()),
  },
  {
    name: 'look_ups',
    help: 'Look-ups of single records, by whether they are under way or wait for their turn',
    labelNames: ['state'],
    set: (gauge, watched) => {
      const { underWay, waiting } = watched.lookUps();
      gauge.set({ state: 'under_way' }, underWay);
      gauge.set({ state: 'waiting' }, waiting);
    },
  },
];

/** Registers gauges that read their values from `watched()` each time metrics are collected. */
export function registerWatchedGauges(registry: Registry, watched: () => Gauges): void {
  for (const { name, help, labelNames = [], set } of GAUGES) {
    new Gauge({
      name: `eventstreams_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      collect(): void {
        // Removes old values, such as the window of a feed that has stopped.
        this.reset();
        set(this, watched());
      },
    });
  }
}

function oldestByTopic(gauges: Gauges): ReadonlyMap<string, number> {
  const ages = new Map<string, number>();
  for (const { topic, ageMs } of gauges.windows()) ages.set(topic, Math.max(ages.get(topic) ?? 0, ageMs));
  return ages;
}
