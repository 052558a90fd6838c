import { setTimeout as wait } from 'node:timers/promises';
import { ask } from '../support/answer.js';
import { RawStream } from '../support/sse-client.js';
import type { Victim } from './victim.js';

/**
 * What innocent clients noticed during some time. How long they waited is counted in CPU time of the service: in how
 * much work for others it did meanwhile. That is the same on a machine whose processors are taken by other programs.
 */
export interface Noticed {
  readonly durationMs: number;
  /** That the reader was sent, a second. */
  readonly eventsPerSecond: number;
  /** The longest CPU time of the service in which the reader was sent nothing. */
  readonly longestSilenceCpuMs: number;
  /** Health probes that were answered with 200, a second; each is sent once the one before was answered. */
  readonly probesPerSecond: number;
  /** The most CPU time of the service between a probe and its answer. */
  readonly slowestProbeCpuMs: number;
  /** CPU time of the service for each second. */
  readonly cpuMsPerSecond: number;
  /** By how much the memory of the service was larger at most than at the beginning, in bytes. */
  readonly growthBytes: number;
}

const sampleMs = 20;
const probeEveryMs = 10;

/** A reader of the sample's most frequent stream, and a health probe, beside the attacker. */
export class Innocents {
  private constructor(
    private readonly victim: Victim,
    private readonly reader: RawStream,
  ) {}

  static async start(victim: Victim, path = '/v2/stream/mediawiki.recentchange'): Promise<Innocents> {
    const reader = await RawStream.open(`${victim.url}${path}`);
    const openedMs = Date.now();
    // A service that has just started has events to make up for.
    await reader.until(({ data }) => isSince(openedMs, data.at(-1)));
    return new Innocents(victim, reader);
  }

  /** What they notice until something has ended, and for at least some time. */
  async during(leastMs: number, attack: Promise<unknown> = Promise.resolve()): Promise<Noticed> {
    const { reader, victim } = this;
    const startedAt = performance.now();
    const [cpuBefore, residentBefore] = [victim.cpuMs, victim.residentBytes];
    const seen = { events: 0, lastCpuMs: cpuBefore, longestSilenceCpuMs: 0, resident: residentBefore };
    reader.text = '';
    let running = true;
    const probing = this.probe(() => running);
    const watching = this.watch(() => running, seen);
    await Promise.all([attack, wait(leastMs)]);
    running = false;
    const probes = await probing;
    await watching;
    const durationMs = performance.now() - startedAt;
    return {
      durationMs,
      eventsPerSecond: (seen.events / durationMs) * 1000,
      longestSilenceCpuMs: Math.max(seen.longestSilenceCpuMs, victim.cpuMs - seen.lastCpuMs),
      probesPerSecond: (probes.answered / durationMs) * 1000,
      slowestProbeCpuMs: probes.slowestCpuMs,
      cpuMsPerSecond: ((victim.cpuMs - cpuBefore) / durationMs) * 1000,
      growthBytes: seen.resident - residentBefore,
    };
  }

  leave(): void {
    this.reader.close();
  }

  private async probe(isRunning: () => boolean): Promise<{ answered: number; slowestCpuMs: number }> {
    let [answered, slowestCpuMs] = [0, 0];
    while (isRunning()) {
      const cpuMs = this.victim.cpuMs;
      // A refused or broken connection is an answer that did not come.
      const status = await ask(`${this.victim.url}/health/live`).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200) answered += 1;
      slowestCpuMs = Math.max(slowestCpuMs, this.victim.cpuMs - cpuMs);
      await wait(probeEveryMs);
    }
    return { answered, slowestCpuMs };
  }

  private async watch(
    isRunning: () => boolean,
    seen: { events: number; lastCpuMs: number; longestSilenceCpuMs: number; resident: number },
  ): Promise<void> {
    const { reader, victim } = this;
    while (isRunning()) {
      const count = reader.text.split('\ndata: ').length - 1;
      if (count > 0) {
        const { cpuMs } = victim;
        seen.longestSilenceCpuMs = Math.max(seen.longestSilenceCpuMs, cpuMs - seen.lastCpuMs);
        seen.lastCpuMs = cpuMs;
        seen.events += count;
        // Whatever is cut here is an event whose data has been seen.
        reader.text = '';
      }
      seen.resident = Math.max(seen.resident, victim.residentBytes);
      await wait(sampleMs);
    }
  }
}

/** Whether an event was generated after a time; events of a test without a time count as such. */
function isSince(timeMs: number, event: Readonly<Record<string, unknown>> | undefined): boolean {
  if (event === undefined) return false;
  const { dt } = event['meta'] as { readonly dt?: string };
  return dt === undefined || Date.parse(dt) >= timeMs;
}

/** One line for people: what they noticed with an attack, beside what they did without. */
export function comparison(name: string, quiet: Noticed, attacked: Noticed): string {
  const line = (label: string, read: (noticed: Noticed) => number): string =>
    `${label} ${read(quiet).toFixed(1)} → ${read(attacked).toFixed(1)}`;
  return [
    `${name}: ${line('events/s', (noticed) => noticed.eventsPerSecond)}`,
    line('longest silence CPU ms', (noticed) => noticed.longestSilenceCpuMs),
    line('probes/s', (noticed) => noticed.probesPerSecond),
    line('slowest probe CPU ms', (noticed) => noticed.slowestProbeCpuMs),
    line('CPU ms/s', (noticed) => noticed.cpuMsPerSecond),
    line('growth MB', (noticed) => noticed.growthBytes / 1e6),
  ].join(', ');
}
