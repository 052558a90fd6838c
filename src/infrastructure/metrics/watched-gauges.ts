import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Gauges } from '../../domain/ports/telemetry.js';

/** What is there before anything is watched. */
export const NOTHING_WATCHED: Gauges = {
  readers: () => ({ live: 0, catchingUp: 0, furthestBehindMs: 0 }),
  windows: () => [],
};

/** Registers the gauges whose values are asked for, of whatever is `watched` by then, when metrics are collected. */
export function registerWatchedGauges(registry: Registry, watched: () => Gauges): void {
  const registers = [registry];
  new Gauge({
    name: 'eventstreams_clients',
    help: 'Open streams, by whether they are live or catching up',
    labelNames: ['state'],
    registers,
    collect(): void {
      const { live, catchingUp } = watched().readers();
      this.set({ state: 'live' }, live);
      this.set({ state: 'catching_up' }, catchingUp);
    },
  });
  new Gauge({
    name: 'eventstreams_furthest_behind_seconds',
    help: 'How far the slowest reader is behind',
    registers,
    collect(): void {
      this.set(watched().readers().furthestBehindMs / 1000);
    },
  });
  new Gauge({
    name: 'eventstreams_window_bytes',
    help: 'Recent events held in memory, by topic',
    labelNames: ['topic'],
    registers,
    collect(): void {
      this.reset();
      for (const { topic, bytes } of watched().windows()) this.inc({ topic }, bytes);
    },
  });
  new Gauge({
    name: 'eventstreams_window_age_seconds',
    help: 'How far back memory reaches, by topic: its longest window',
    labelNames: ['topic'],
    registers,
    collect(): void {
      this.reset();
      for (const [topic, ageMs] of oldestByTopic(watched())) this.set({ topic }, ageMs / 1000);
    },
  });
}

function oldestByTopic(gauges: Gauges): ReadonlyMap<string, number> {
  const ages = new Map<string, number>();
  for (const { topic, ageMs } of gauges.windows()) ages.set(topic, Math.max(ages.get(topic) ?? 0, ageMs));
  return ages;
}
