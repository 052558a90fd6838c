import { LogPositionLookup } from '../../src/application/log/log-position-lookup.js';
import type { TopicPartition } from '../../src/domain/topic-partition.js';
import { MemoryEventSource } from '../../src/infrastructure/memory/memory-event-source.js';
import { stepMs } from '../support/limits.js';

/** Reads of one record look for a place; those that replay ask for more. */
const leastReplayBytes = 1000;

/** A look-up that the log has been asked for and has not answered. */
export interface HeldLookUp {
  readonly at: TopicPartition;
  readonly offset: number;
  answer(): void;
}

/** Holds back the look-ups of a log in memory, and tells what was asked. */
export class HeldLookUps {
  /** All that the log was asked for, in order. */
  asked: HeldLookUp[] = [];
  /** What it has not answered yet. */
  readonly underWay = new Set<HeldLookUp>();
  /** How often somebody has learnt where a partition begins and ends: a look-up is asked for right then. */
  bounded = 0;
  private isHolding = false;
  private readonly spies: readonly jest.SpyInstance[];

  constructor() {
    this.spies = [this.watchFetch(), this.watchBounds()];
  }

  answerAll(): void {
    for (const held of [...this.underWay]) held.answer();
  }

  hold(): void {
    [this.asked, this.bounded] = [[], 0];
    this.isHolding = true;
  }

  release(): void {
    this.isHolding = false;
    this.answerAll();
  }

  restore(): void {
    this.release();
    for (const spy of this.spies) spy.mockRestore();
  }

  /** Waits for a fact, and then until what follows from it has been asked. */
  async until(isSo: (lookUps: this) => boolean): Promise<void> {
    const deadline = Date.now() + stepMs;
    while (!isSo(this)) {
      if (Date.now() > deadline)
        throw new Error(`Waited in vain; bounded: ${this.bounded}, asked: ${this.asked.length}`);
      await new Promise(setImmediate);
    }
    await new Promise(setImmediate);
  }

  private watchFetch(): jest.SpyInstance {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
    const original = MemoryEventSource.prototype.fetch;
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- `this` is the source within the spy
    const lookUps = this;
    return jest.spyOn(MemoryEventSource.prototype, 'fetch').mockImplementation(async function (
      this: MemoryEventSource,
      ...args
    ) {
      if (args[2] < leastReplayBytes) await lookUps.answered(args[0], args[1]);
      return original.apply(this, args);
    });
  }

  private watchBounds(): jest.SpyInstance {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
    const original = LogPositionLookup.prototype.bounds;
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- `this` is the places within the spy
    const lookUps = this;
    return jest.spyOn(LogPositionLookup.prototype, 'bounds').mockImplementation(async function (
      this: LogPositionLookup,
      ...args
    ) {
      const bounds = await original.apply(this, args);
      lookUps.bounded += 1;
      return bounds;
    });
  }

  private answered(at: TopicPartition, offset: number): Promise<void> {
    return new Promise((resolve) => {
      const held = {
        ...{ at, offset },
        answer: () => {
          this.underWay.delete(held);
          resolve();
        },
      };
      this.asked.push(held);
      this.underWay.add(held);
      if (!this.isHolding) held.answer();
    });
  }
}
