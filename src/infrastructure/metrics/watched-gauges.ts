import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Gauges } from '../../domain/ports/telemetry.js';

/** Registers the gauges whose values are asked for when metrics are collected. */
export function registerWatchedGauges(registry: Registry, gauges: Gauges): void {
  const registers = [registry];
  new Gauge({
    name: 'eventstreams_clients',
    help: 'Open streams, by whether they are live or catching up',
    labelNames: ['state'],
    registers,
    collect(): void {
      const { live, catchingUp } = gauges.readers();
      this.set({ state: 'live' }, live);
      this.set({ state: 'catching_up' }, catchingUp);
    },
  });
  new Gauge({
    name: 'eventstreams_furthest_behind_seconds',
    help: 'How far the slowest reader is behind',
    registers,
    collect(): void {
      this.set(gauges.readers().furthestBehindMs / 1000);
    },
  });
  new Gauge({
    name: 'eventstreams_window_bytes',
    help: 'Recent events held in memory, by topic',
    labelNames: ['topic'],
    registers,
    collect(): void {
      this.reset();
      for (const { topic, bytes } of gauges.windows()) this.inc({ topic }, bytes);
    },
  });
  new Gauge({
    name: 'eventstreams_window_age_seconds',
    help: 'How far back memory reaches, by topic: its longest window',
    labelNames: ['topic'],
    registers,
    collect(): void {
      this.reset();
      for (const [topic, ageMs] of oldestByTopic(gauges)) this.set({ topic }, ageMs / 1000);
    },
  });
}

function oldestByTopic(gauges: Gauges): ReadonlyMap<string, number> {
  const ages = new Map<string, number>();
  for (const { topic, ageMs } of gauges.windows()) ages.set(topic, Math.max(ages.get(topic) ?? 0, ageMs));
  return ages;
}
