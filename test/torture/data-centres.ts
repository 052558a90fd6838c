import { Random } from '../../src/infrastructure/memory/sample/random.js';
import type { Centre, Contents } from './two-centres.js';
import {
  byPartition,
  describeLists,
  eventsFrom,
  fill,
  numbersOf,
  padded,
  readFrom,
  sharedEvents,
  timesAfter,
} from './two-centres.js';

/** What a suite of two data centres needs. */
export interface CentresUnderTest {
  readonly topic: string;
  readonly here: Centre;
  readonly there: Centre;
  /** Of all ids, one of so many is tried. */
  readonly everyId: number;
}

/**
 * What holds where two clusters hold the same events at other offsets: ids of one lose nothing on the other.
 * @param start centres whose topic is empty
 */
export function itResumesAcross(start: () => Promise<CentresUnderTest>): void {
  let centres: CentresUnderTest;

  beforeEach(async () => {
    centres = await start();
  });

  afterEach(() => Promise.all([centres.here.close(), centres.there.close()]));

  const filled = async (seed: number, skewMs: number): Promise<readonly [Contents, Contents]> => {
    const random = new Random(seed);
    const events = sharedEvents(random, skewMs);
    const contents = [padded(random, events, 9), padded(random, events, 2)] as const;
    await fill(centres.here, centres.topic, contents[0]);
    await fill(centres.there, centres.topic, contents[1]);
    return contents;
  };

  /** Cuts a reader of one centre after each event, and has it go on in the other. */
  const expectExactLists = async (
    [from, contentsFrom]: readonly [Centre, Contents],
    [to, contentsTo]: readonly [Centre, Contents],
  ): Promise<void> => {
    const all = await readFrom(from, undefined, contentsFrom.flatMap(numbersOf).length);
    for (let cut = 0; cut < all.length; cut += centres.everyId) {
      const before = all.slice(0, cut + 1);
      const expected = eventsFrom(contentsTo, timesAfter(contentsFrom, before));
      const after = await readFrom(to, all[cut]?.id, expected.flat().length);
      const { topic } = centres;
      expect(describeLists(byPartition(after), topic)).toEqual(describeLists(expected, topic));
    }
  };

  it('goes on with every event that was not received, and repeats only those of the last millisecond', async () => {
    const [here, there] = await filled(1, 0);
    await expectExactLists([centres.here, here], [centres.there, there]);
    await expectExactLists([centres.there, there], [centres.here, here]);
  });

  it('loses nothing where timestamps are out of order', async () => {
    const [here, there] = await filled(2, 9);
    await expectExactLists([centres.here, here], [centres.there, there]);
    await expectExactLists([centres.there, there], [centres.here, here]);
  });

  it('loses nothing on the way to and fro', async () => {
    const contents = await filled(3, 0);
    const random = new Random(3);
    const all = eventsFrom(contents[0], [0, 0]);
    const received: Set<number>[] = all.map(() => new Set());
    let id: string | undefined;
    for (let hop = 0; received.some((numbers, at) => numbers.size < (all[at]?.length ?? 0)); hop += 1) {
      const centre = hop % 2 === 0 ? centres.here : centres.there;
      // More than a burst repeats, so that every hop gets on.
      const missing = all.flat().length - received.reduce((sum, { size }) => sum + size, 0);
      const got = await readFrom(centre, id, Math.min(missing, random.integer(1, 30)));
      for (const { partition, n } of got) received[partition]?.add(n);
      id = got.at(-1)?.id;
      for (const [at, numbers] of received.entries())
        expect([...numbers]).toEqual(all[at]?.slice(0, numbers.size));
    }
  });
}
