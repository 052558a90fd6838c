import { Pace } from '../../../ui/src/stream/pace.js';

describe('the pace of receiving', () => {
  let frames: (() => void)[];
  const page = { hidden: false };

  beforeEach(() => {
    frames = [];
    page.hidden = false;
    jest.useFakeTimers();
    Object.assign(globalThis, {
      document: page,
      requestAnimationFrame: (draw: () => void) => frames.push(draw),
    });
  });

  afterEach(() => {
    jest.useRealTimers();
    for (const name of ['document', 'requestAnimationFrame']) Reflect.deleteProperty(globalThis, name);
  });

  /** Whether a turn is let through before anything else happens. */
  async function isLetThrough(turn: Promise<void>): Promise<boolean> {
    let isThrough = false;
    void turn.then(() => (isThrough = true));
    for (let index = 0; index < 10; index += 1) await Promise.resolve();
    return isThrough;
  }

  it('waits for a frame, and then takes a share of it', async () => {
    const pace = new Pace();
    const turn = pace.turn();
    expect(await isLetThrough(turn)).toBe(false);
    frames.shift()?.();
    await turn;
    expect(await isLetThrough(pace.turn())).toBe(true);
    jest.advanceTimersByTime(8);
    expect(await isLetThrough(pace.turn())).toBe(false);
  });

  it('waits for nothing while the page is not shown', async () => {
    page.hidden = true;
    expect(await isLetThrough(new Pace().turn())).toBe(true);
  });

  it('goes on where the frame it waits for never comes: the page was hidden meanwhile', async () => {
    const turn = new Pace().turn();
    jest.advanceTimersByTime(499);
    expect(await isLetThrough(turn)).toBe(false);
    jest.advanceTimersByTime(1);
    expect(await isLetThrough(turn)).toBe(true);
  });
});
