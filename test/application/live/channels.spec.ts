import type { Channel } from '../../../src/application/live/channel.js';
import { Channels } from '../../../src/application/live/channels.js';
import type { Framer } from '../../../src/application/delivery/framer.js';
import type { Batch } from '../../../src/application/delivery/batch.js';
import type { ChannelSubscriber } from '../../../src/application/live/channel-subscriber.js';
import type { FeedListener, PartitionFeed } from '../../../src/application/feeds/partition-feed.js';
import { segmentOf } from '../../../src/application/feeds/segment.js';
import { Assignment } from '../../../src/domain/assignment.js';
import type { EventFilter } from '../../../src/domain/event-filter.js';
import type { Position } from '../../../src/domain/position.js';
import type { Telemetry } from '../../../src/domain/ports/telemetry.js';

const ignore = (): void => undefined;
const partition = { topic: 'edit', partition: 0 };
const assignment = new Assignment([partition], new Map());
const framer: Framer = {
  format: 'test',
  heartbeat: '',
  opening: () => '',
  beforeFirst: () => '',
  event: (json) => json,
  gap: () => '',
  error: () => '',
  moved: () => '',
};

/** A feed that stands still until it is moved. */
class MovedFeed {
  readonly epoch = 0;
  readonly listeners = new Set<FeedListener>();
  window = { head: { offset: 0, timestamp: 0 } };
  isIdle = false;

  settled(timestamp: number): number {
    return this.isIdle ? timestamp + 1 : timestamp;
  }

  listen(listener: FeedListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  append(...texts: readonly string[]): void {
    const start = this.window.head.offset;
    const events = texts.map((json, n) => ({
      ...{ offset: start + n, timestamp: start + n, json, bytes: 1, redacted: false, canary: false },
    }));
    const end = start + texts.length;
    this.window = { head: { offset: end, timestamp: end - 1 } };
    for (const listener of this.listeners) listener.advanced(this.asFeed, segmentOf(start, end, events));
  }

  get asFeed(): PartitionFeed {
    return this as unknown as PartitionFeed;
  }
}

class Listening implements ChannelSubscriber {
  isBackedUp = false;
  text = '';
  left: readonly Position[] | undefined;

  receive({ bytes }: Batch): number {
    this.text += bytes.toString();
    return bytes.length;
  }

  leave(places: readonly Position[]): void {
    this.left = places;
  }
}

describe('channels of one assignment', () => {
  let feed: MovedFeed;
  let channels: Channels;
  let asked: string[];

  const only = (text: string): EventFilter => ({
    key: text,
    accepts: ({ json }) => {
      asked.push(`${text}?${json}`);
      return json === text;
    },
  });
  const join = (subscriber: ChannelSubscriber, filter: EventFilter): Channel => {
    const places = [feed.window.head];
    const style = { log: undefined };
    const channel = channels.join(subscriber, assignment, style, { framer, filter }, [feed.asFeed], places);
    if (!channel) throw new Error('It could not join');
    return channel;
  };

  beforeEach(() => {
    feed = new MovedFeed();
    asked = [];
    channels = new Channels(0, { delivered: ignore, filtered: ignore } as unknown as Telemetry);
  });

  it('ask a filter once for each event, however many have it, and send each what is its own', () => {
    const subscribers = ['a', 'a', 'b', 'c'].map((text) => ({ subscriber: new Listening(), text }));
    const joined = subscribers.map(({ subscriber, text }) => join(subscriber, only(text)));
    expect(joined[1]).toBe(joined[0]);
    feed.append('a', 'b', 'a');
    for (const channel of joined) channel.flush();
    expect(subscribers.map(({ subscriber }) => subscriber.text)).toEqual(['aa', 'aa', 'b', '']);
    expect(asked).toHaveLength(3 * 3);
    expect(new Set(asked).size).toBe(3 * 2);
  });

  it('are one listener of a feed, and none when the last reader has left', () => {
    const [one, other] = [new Listening(), new Listening()];
    const [a, b] = [join(one, only('a')), join(other, only('b'))];
    expect(feed.listeners.size).toBe(1);
    a.remove(one);
    expect(feed.listeners.size).toBe(1);
    b.remove(other);
    expect(feed.listeners.size).toBe(0);
  });

  it('have a place that moves where nothing is for them', () => {
    const [one, other] = [new Listening(), new Listening()];
    const [a, b] = [join(one, only('a')), join(other, only('b'))];
    feed.append('b', 'b', 'c');
    expect([a.hasPending, b.hasPending]).toEqual([false, true]);
    expect(a.remove(one)).toEqual([{ offset: 3, timestamp: 2 }]);
  });

  it('let a reader go at a place that has all before it that it was not handed, and nothing it was', () => {
    const [gone, slow, late] = [new Listening(), new Listening(), new Listening()];
    const channel = join(gone, only('a'));
    join(slow, only('a'));
    feed.append('b', 'b');
    feed.append('b', 'a', 'a');
    join(late, only('a'));
    feed.append('a', 'b');
    expect(channel.remove(gone)).toEqual([{ offset: 2, timestamp: 1 }]);
    slow.isBackedUp = true;
    channel.flush();
    expect(slow.left).toEqual([{ offset: 2, timestamp: 1 }]);
    expect([slow.text, late.text]).toEqual(['', 'a']);
    expect(channel.remove(late)).toEqual([{ offset: 7, timestamp: 6 }]);
  });

  it('take nobody who is not where they are', () => {
    join(new Listening(), only('a'));
    const places = [{ offset: 5, timestamp: 0 }];
    const style = { log: undefined };
    const view = { framer, filter: only('b') };
    expect(channels.join(new Listening(), assignment, style, view, [feed.asFeed], places)).toBeUndefined();
    feed.append('b');
    expect(asked).toEqual(['a?b']);
  });

  it('have an id that says of a partition when nothing else is to come of the time of its last record', () => {
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    const channel = join(new Listening(), only('b'));
    feed.append('a');
    const timestamp = (): unknown => (JSON.parse(channel.id) as { timestamp: number }[])[0]?.timestamp;
    expect(timestamp()).toBe(0);
    feed.isIdle = true;
    now += 60_000;
    expect(timestamp()).toBe(1);
    now += 60_000;
    expect(timestamp()).toBe(1);
    feed.isIdle = false;
    feed.append('a');
    expect(timestamp()).toBe(1);
    jest.restoreAllMocks();
  });

  it('end together when the log breaks, their readers at the place up to which they were handed everything', () => {
    const [one, other] = [new Listening(), new Listening()];
    join(one, only('a'));
    join(other, only('b'));
    feed.append('a', 'c');
    for (const listener of [...feed.listeners]) listener.broke(feed.asFeed);
    expect(one.text).toBe('a');
    expect([one.left, other.left]).toEqual([[{ offset: 2, timestamp: 1 }], [{ offset: 2, timestamp: 1 }]]);
    expect(feed.listeners.size).toBe(0);
  });

  describe('with more to evaluate than can be at a time', () => {
    const took = 60;
    let now = 0;

    const slow = (text: string): EventFilter => ({
      ...only(text),
      effort: { steps: 0 },
      accepts: ({ json }) => {
        now += took;
        return json === text;
      },
    });

    /** @param ms that it takes for an event, on the clock */
    const counted = (text: string, steps: number, ms: number): EventFilter => {
      const effort = { steps: 0 };
      return {
        ...only(text),
        effort,
        accepts: ({ json }) => {
          now += ms;
          effort.steps += steps;
          return json === text;
        },
      };
    };

    beforeEach(() => {
      now = 0;
      jest.spyOn(performance, 'now').mockImplementation(() => now);
    });

    afterEach(() => {
      jest.restoreAllMocks();
    });

    it('send readers back to where they have been asked for, and go on with the others', () => {
      const [all, one, other] = [new Listening(), new Listening(), new Listening()];
      const unfiltered = join(all, { key: '', accepts: () => true });
      join(one, slow('a'));
      join(other, slow('b'));
      feed.append('a', 'b', 'c', 'a');
      expect(one.text).toBe('a');
      expect(one.left).toEqual([{ offset: 1, timestamp: 0 }]);
      expect(other.text).toBe('');
      expect(other.left).toEqual([{ offset: 1, timestamp: 0 }]);
      unfiltered.flush();
      expect(all.text).toBe('abca');
      expect(all.left).toBeUndefined();
    });

    it('have evaluated something each time, however little', () => {
      const one = new Listening();
      join(one, slow('a'));
      feed.append('a', 'a', 'a', 'b');
      expect(one.text).toBe('a');
      expect(one.left).toEqual([{ offset: 1, timestamp: 0 }]);
      expect(feed.listeners.size).toBe(0);
    });

    it('share one budget with those of all other assignments', () => {
      const subscribers = Array.from({ length: 20 }, (_, n) => {
        const subscriber = new Listening();
        const other = new Assignment([partition], new Map([['edit', n]]));
        const view = { framer, filter: slow(`a${n}`) };
        const style = { log: `${n}` };
        const channel = channels.join(subscriber, other, style, view, [feed.asFeed], [feed.window.head]);
        expect(channel).toBeDefined();
        return subscriber;
      });
      feed.append('b', 'b');
      expect(now).toBe(2 * took);
      const places = subscribers.map(({ left }) => left?.[0]?.offset);
      expect(places.filter((offset) => offset === 0)).toHaveLength(18);
      expect(places.filter((offset) => offset === 1)).toHaveLength(2);
    });

    it('send nobody back who takes little where another takes much', () => {
      const [dear, cheap, cheaper] = [new Listening(), new Listening(), new Listening()];
      join(dear, counted('a', 5000, 30));
      const channel = join(cheap, counted('b', 20, 0));
      join(cheaper, counted('c', 10, 0));
      feed.append('a', 'b', 'a', 'b', 'a', 'b');
      expect(dear.left).toEqual([{ offset: 2, timestamp: 1 }]);
      channel.flush();
      expect([cheap.text, cheap.left, cheaper.left]).toEqual(['bbb', undefined, undefined]);
    });

    it('send a filter back that takes more steps than it may, and no other, however long those take', () => {
      const [dear, cheap] = [new Listening(), new Listening()];
      join(dear, counted('a', 200_000, 0));
      join(cheap, counted('b', 1000, 0));
      feed.append(...Array.from({ length: 50 }, () => 'b'));
      expect(dear.left?.[0]?.offset).toBeLessThan(15);
      expect(cheap.left).toBeUndefined();
    });
  });
});
