import { Requester } from '../../../src/application/log/requester.js';
import { SharedStarts } from '../../../src/application/opening/shared-starts.js';
import type { StartPositions } from '../../../src/application/readers/start-positions.js';
import type { Stream } from '../../../src/domain/stream.js';

const gone = new Error('gone');
const edit = { name: 'edit' } as Stream;
const talk = { name: 'talk' } as Stream;

/** Searches that a test answers; what is found is the number of the search. */
class HeldSearches {
  readonly requesters: Requester[] = [];
  private readonly answers: (() => void)[] = [];
  private readonly starts = new SharedStarts();

  find(streams: readonly Stream[] = [edit], client = new Requester()): Promise<unknown> {
    const found = this.starts.find(streams, client, (requester) => {
      const at = this.requesters.push(requester) as unknown as StartPositions;
      const answer = new Promise<StartPositions>((resolve) => this.answers.push(() => resolve(at)));
      return requester.whilePresent(answer);
    });
    found.catch(() => undefined);
    return client.whilePresent(found);
  }

  async answer(): Promise<void> {
    await new Promise(setImmediate);
    for (const answer of this.answers.splice(0)) answer();
    await new Promise(setImmediate);
  }
}

describe('the starts of clients that come together', () => {
  let log: HeldSearches;

  beforeEach(() => (log = new HeldSearches()));

  it('are found once for all that come while others are answered, and anew', async () => {
    const first = log.find();
    await new Promise(setImmediate);
    const later = [log.find(), log.find()];
    await log.answer();
    await log.answer();
    expect(await Promise.all([first, ...later])).toEqual([1, 2, 2]);
  });

  it('are found for each set of streams, as the catalogue has them', async () => {
    const found = [log.find([edit]), log.find([talk]), log.find([edit, talk]), log.find([{ ...edit }])];
    await log.answer();
    expect(await Promise.all(found)).toEqual([1, 2, 3, 4]);
  });

  it('are looked for until all of them have left', async () => {
    const [one, two] = [new Requester(), new Requester()];
    const left = [log.find([edit], one), log.find([edit], two)];
    await new Promise(setImmediate);
    const [requester] = log.requesters;
    one.leave(gone);
    expect(requester?.hasLeft).toBe(false);
    two.leave(gone);
    expect(requester?.hasLeft).toBe(true);
    for (const one of left) await expect(one).rejects.toBe(gone);
  });

  it('are found for one that comes after all others have left', async () => {
    const client = new Requester();
    void log.find();
    await new Promise(setImmediate);
    const left = log.find([edit], client);
    client.leave(gone);
    await expect(left).rejects.toBe(gone);
    const found = log.find();
    await log.answer();
    await log.answer();
    expect(await found).toBeGreaterThan(1);
  });

  it('do not wait for an answer that does not come', async () => {
    void log.find();
    await new Promise(setImmediate);
    void log.find();
    while (log.requesters.length < 2) await new Promise(setImmediate);
  });
});
