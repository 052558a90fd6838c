import type { Position } from '../../domain/position.js';
import type { Batch, ChannelPlace } from '../delivery/batch.js';
import type { ChannelSubscriber } from './channel-subscriber.js';

/** A reader that joined between two writes of its channel. */
interface Joining {
  readonly subscriber: ChannelSubscriber;
  readonly positions: readonly Position[];
}

/** Frames since a reader joined. Readers that joined before get them, readers that join later do not. */
interface Run {
  text: string;
  events: number;
  redacted: number;
  readonly joined: Joining[];
}

/** The next write. */
export interface PendingWrite {
  /** For readers that joined before its first frame. */
  readonly whole: Batch;
  /** Readers that joined since, each with the rest of the frames; no batch if there are none. */
  readonly joined: readonly (Joining & { readonly batch?: Batch })[];
}

/**
 * The frames that a channel has not written yet, and which readers joined before which of them.
 *
 * @see docs/decisions/0004-joining-without-a-flush.md
 */
export class PendingBatch {
  /** In characters. */
  length = 0;
  private runs: Run[] = [newRun()];

  get hasJoining(): boolean {
    return this.runs.some((run) => run.joined.length > 0);
  }

  add(frame: string, redacted: boolean): void {
    const run = this.runs.at(-1) ?? newRun();
    run.text += frame;
    run.events += 1;
    if (redacted) run.redacted += 1;
    this.length += frame.length;
  }

  join(subscriber: ChannelSubscriber, positions: readonly Position[]): void {
    let run = this.runs.at(-1);
    if (!run || run.text !== '') this.runs.push((run = newRun()));
    run.joined.push({ subscriber, positions });
  }

  /** Removes a reader that joined since the last write; `undefined` if none did. */
  remove(subscriber: ChannelSubscriber): readonly Position[] | undefined {
    for (const run of this.runs) {
      const index = run.joined.findIndex((joining) => joining.subscriber === subscriber);
      if (index >= 0) return run.joined.splice(index, 1)[0]?.positions;
    }
    return undefined;
  }

  /**
   * Takes all of it, encoded once.
   *
   * @param lastId the id of the last event
   *
   * @param place of the whole batch
   */
  take(lastId: string, place: ChannelPlace): PendingWrite {
    const { runs } = this;
    this.runs = [newRun()];
    this.length = 0;
    const buffers = runs.map((run) => Buffer.from(run.text));
    const bytes = buffers.length === 1 && buffers[0] ? buffers[0] : Buffer.concat(buffers);
    let rest: Batch = { bytes, lastId, events: sum(runs, 'events'), redacted: sum(runs, 'redacted') };
    const whole = { ...rest, place };
    const joined: (Joining & { batch?: Batch })[] = [];
    for (const [index, run] of runs.entries()) {
      const batch = rest;
      for (const joining of run.joined) joined.push({ ...joining, ...(batch.bytes.length > 0 && { batch }) });
      rest = {
        bytes: batch.bytes.subarray(buffers[index]?.length ?? 0),
        lastId,
        events: batch.events - run.events,
        redacted: batch.redacted - run.redacted,
      };
    }
    return { whole, joined };
  }
}

function newRun(): Run {
  return { text: '', events: 0, redacted: 0, joined: [] };
}

function sum(runs: readonly Run[], what: 'events' | 'redacted'): number {
  return runs.reduce((total, run) => total + run[what], 0);
}
