import { ReadScheduler } from '../../../src/application/log/read-scheduler.js';
import type { ReadLimits } from '../../../src/application/log/read-scheduler.js';
import { Requester } from '../../../src/application/log/requester.js';
import { TooBusy } from '../../../src/domain/errors.js';

const limits: ReadLimits = {
  ...{ atOnce: 1, atOnceEach: 1, waiting: 2 },
  ...{ joinsUnderWay: false, patienceMs: 60_000 },
};

const gone = new Error('gone');

/** A log that answers a key when a test does so. */
class HeldLog {
  readonly asked: string[] = [];
  readonly ended: string[] = [];
  private readonly answers: (() => void)[] = [];

  constructor(readonly reads: ReadScheduler) {}

  ask(key: string, requester?: Requester): Promise<string> {
    const answer = this.reads.read({ key, requester, read: (signal) => this.read(key, signal) });
    // Who leaves is told so; a test that does not look at it is no failure.
    answer.catch(() => undefined);
    return answer;
  }

  /** Answers what was asked first. */
  async answer(): Promise<void> {
    this.answers.shift()?.();
    await new Promise(setImmediate);
  }

  private read(key: string, signal: AbortSignal): Promise<string> {
    this.asked.push(key);
    signal.addEventListener('abort', () => this.ended.push(key));
    const answer = `${key} ${this.asked.length}`;
    return new Promise((resolve) => this.answers.push(() => resolve(answer)));
  }
}

function logOf(given: Partial<ReadLimits> = {}): HeldLog {
  return new HeldLog(new ReadScheduler({ ...limits, ...given }));
}

describe('reads that are asked for', () => {
  it('give nobody an answer that was asked for before they asked', async () => {
    const log = logOf({ atOnce: 9 });
    const first = log.ask('a', new Requester());
    const later = [log.ask('a', new Requester()), log.ask('a', new Requester())];
    expect(log.asked).toEqual(['a']);
    await log.answer();
    await log.answer();
    expect(await Promise.all([first, ...later])).toEqual(['a 1', 'a 2', 'a 2']);
  });

  it('are joined under way where that is sound', async () => {
    const log = logOf({ joinsUnderWay: true });
    const answers = [log.ask('a', new Requester()), log.ask('a', new Requester())];
    await log.answer();
    expect(await Promise.all(answers)).toEqual(['a 1', 'a 1']);
  });

  it('are taken by turns of the askers, and those of the service first', async () => {
    const log = logOf({ waiting: 9 });
    const [many, one] = [new Requester(), new Requester()];
    for (const key of ['a', 'b', 'c', 'd']) void log.ask(key, many);
    void log.ask('x', one);
    void log.ask('y', one);
    void log.ask('own');
    for (let n = 0; n < 7; n += 1) await log.answer();
    expect(log.asked).toEqual(['a', 'own', 'b', 'x', 'c', 'y', 'd']);
  });

  it('are as early as the earliest of those who ask for the same', async () => {
    const log = logOf({ waiting: 9 });
    const [many, one] = [new Requester(), new Requester()];
    for (const key of ['a', 'b', 'c', 'd']) void log.ask(key, many);
    void log.ask('d', one);
    for (let n = 0; n < 4; n += 1) await log.answer();
    expect(log.asked).toEqual(['a', 'b', 'd', 'c']);
  });

  it('are no more under way for one requester than its share', async () => {
    const log = logOf({ atOnce: 3, atOnceEach: 2 });
    const [many, one] = [new Requester(), new Requester()];
    for (const key of ['a', 'b', 'c']) void log.ask(key, many);
    expect(log.asked).toEqual(['a', 'b']);
    void log.ask('x', one);
    expect(log.asked).toEqual(['a', 'b', 'x']);
    await log.answer();
    expect(log.asked).toEqual(['a', 'b', 'x', 'c']);
  });

  it('of an requester that leaves free their places at once, and are not read', async () => {
    const log = logOf();
    const [leaver, one] = [new Requester(), new Requester()];
    void log.ask('a', one);
    const left = log.ask('b', leaver);
    expect(log.reads.waiting).toBe(1);
    leaver.leave(gone);
    await expect(left).rejects.toBe(gone);
    expect(log.reads.waiting).toBe(0);
    await log.answer();
    expect(log.asked).toEqual(['a']);
    await expect(log.ask('c', leaver)).rejects.toBe(gone);
    expect(log.asked).toEqual(['a']);
  });

  it('go on for those who stay', async () => {
    const log = logOf();
    const [leaver, one] = [new Requester(), new Requester()];
    void log.ask('a', leaver);
    void log.ask('b', leaver);
    const stays = log.ask('b', one);
    leaver.leave(gone);
    expect(log.ended).toEqual(['a']);
    await log.answer();
    await log.answer();
    expect(await stays).toBe('b 2');
    expect(log.ended).toEqual(['a']);
  });

  it('hold a slot until they have come to their end, and the same may be asked for anew before', async () => {
    const log = logOf();
    const leaver = new Requester();
    void log.ask('a', leaver);
    leaver.leave(gone);
    const anew = log.ask('a', new Requester());
    expect([log.reads.underWay, log.reads.waiting]).toEqual([1, 1]);
    await log.answer();
    await log.answer();
    expect(await anew).toBe('a 2');
    expect([log.reads.underWay, log.reads.waiting]).toEqual([0, 0]);
  });

  it('are refused beyond so many askers, but not to one that waits already or joins, nor to the service', async () => {
    const log = logOf();
    const [one, two, three] = [new Requester(), new Requester(), new Requester()];
    void log.ask('a', new Requester());
    void log.ask('b', one);
    void log.ask('c', two);
    await expect(log.ask('d', three)).rejects.toBeInstanceOf(TooBusy);
    void log.ask('e', two);
    void log.ask('b', three);
    void log.ask('own');
    expect(log.reads.waiting).toBe(4);
    two.leave(gone);
    void log.ask('d', three);
    for (let n = 0; n < 9; n += 1) await log.answer();
    expect(log.asked).toEqual(['a', 'own', 'b', 'd']);
  });

  it('hold no slot for longer than others have patience, and are answered nevertheless', async () => {
    const log = logOf({ patienceMs: 1 });
    const slow = log.ask('a', new Requester());
    void log.ask('b', new Requester());
    expect(log.asked).toEqual(['a']);
    while (log.asked.length < 2) await new Promise(setImmediate);
    await log.answer();
    await log.answer();
    expect(await slow).toBe('a 1');
    expect(log.reads.underWay).toBe(0);
  });

  it('tell all who wait of a failure, and go on with the next', async () => {
    const reads = new ReadScheduler(limits);
    const fail = { key: 'a', read: () => Promise.reject(new Error('no answer')) };
    await expect(reads.read(fail)).rejects.toThrow('no answer');
    expect(await reads.read({ key: 'a', read: () => Promise.resolve(1) })).toBe(1);
  });
});
