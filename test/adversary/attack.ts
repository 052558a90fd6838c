import { setTimeout as wait } from 'node:timers/promises';
import { startMs, testTimeoutMs } from '../support/limits.js';
import { comparison, Innocents } from './innocents.js';
import type { Noticed } from './innocents.js';
import type { Holdings, Victim } from './victim.js';

/**
 * Tests that read what a process holds from the kernel; elsewhere than on Linux they are reported as skipped, by name.
 */
export function describeAttack(name: string, tests: () => void): void {
  if (process.platform === 'linux') describe(name, tests);
  else describe.skip(name, tests);
}

/** Enough for the slowest machine; nothing is measured against it. */
export const attackTimeoutMs = testTimeoutMs;

const observedMs = 2000;
const pollMs = 100;
/** What the garbage collector may leave for later. */
const spareBytes = 48 * 1024 * 1024;
const spareDescriptors = 8;

/**
 * Has innocent clients watch a service without an attack and with it, prints both for people, and then sees that what the
 * attack took comes back.
 * @param attack its connections are broken off once it has ended
 * @returns what they noticed during the attack
 */
export async function compare(
  name: string,
  victim: Victim,
  attack: () => Promise<unknown>,
  path?: string,
): Promise<Noticed> {
  const innocents = await Innocents.start(victim, path);
  try {
    const quiet = await innocents.during(observedMs);
    const before = await victim.holdings();
    const attacked = await innocents.during(observedMs, attack());
    victim.letGo();
    process.stdout.write(`${comparison(name, quiet, attacked)}\n`);
    await allBack(victim, before);
    return attacked;
  } finally {
    innocents.leave();
  }
}

/** Waits until file descriptors and memory are what they were. @throws {Error} where they do not come back */
async function allBack(victim: Victim, before: Holdings): Promise<void> {
  const deadline = performance.now() + startMs;
  for (;;) {
    // Until the last connections of the attacker are gone, this one may be refused.
    const now = await victim.holdings().catch(() => undefined);
    const descriptors = (now?.fileDescriptors ?? NaN) - before.fileDescriptors;
    const memory = (now?.memory ?? NaN) - before.memory;
    if (descriptors <= spareDescriptors && memory <= spareBytes) return;
    if (performance.now() > deadline) {
      throw new Error(`${descriptors} file descriptors and ${memory} bytes do not come back`);
    }
    await wait(pollMs);
  }
}

/**
 * How much CPU time the service may spend on others while somebody waits. It is far above what is measured, since
 * processors differ, and far below what a service does that one client has taken: that was 2.5 to 30 s.
 */
const mostWaitCpuMs = 1500;

/**
 * What every innocent client can rely on, whatever one other client does: it gets events and answers before much else is
 * done, and the attacker gets no more memory than this.
 */
export function expectUnharmed(attacked: Noticed, mostGrowthBytes: number): void {
  expectEvents(attacked, mostGrowthBytes);
  expect(attacked.probesPerSecond).toBeGreaterThan(0);
  expect(attacked.slowestProbeCpuMs).toBeLessThan(mostWaitCpuMs);
}

/** As {@link expectUnharmed}, where no connection is left for probes. */
export function expectEvents(attacked: Noticed, mostGrowthBytes: number): void {
  expect(attacked.eventsPerSecond).toBeGreaterThan(0);
  expect(attacked.longestSilenceCpuMs).toBeLessThan(mostWaitCpuMs);
  expect(attacked.growthBytes).toBeLessThan(mostGrowthBytes);
}
