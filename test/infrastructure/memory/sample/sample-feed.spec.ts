import type { LogRecord } from '../../../../src/domain/log-record.js';
import { MemoryEventSource } from '../../../../src/infrastructure/memory/memory-event-source.js';
import { MemoryLog } from '../../../../src/infrastructure/memory/memory-log.js';
import { SampleFeed } from '../../../../src/infrastructure/memory/sample/sample-feed.js';
import { sampleStreams } from '../../../../src/infrastructure/memory/sample/sample-streams.js';
import { Reading } from '../../../contracts/reading.js';

const topics = sampleStreams.flatMap((stream) => stream.topics);
const edits = { topic: 'eqiad.mediawiki.revision-create', partition: 0 };
const minuteMs = 60_000;

function recordsOf(log: MemoryLog, topic: string): readonly LogRecord[] {
  return log.partition(topic, 0).read(0, Infinity).records;
}

describe('SampleFeed', () => {
  const feeds: SampleFeed[] = [];

  function feedOf(...args: ConstructorParameters<typeof SampleFeed>): SampleFeed {
    const feed = new SampleFeed(...args);
    feeds.push(feed);
    return feed;
  }

  afterEach(() => {
    for (const feed of feeds.splice(0)) feed.stop();
  });

  it('has the topics of the catalogue as soon as it is started', async () => {
    const log = new MemoryLog();
    const started = feedOf(log, { historyMs: 0 }).start();
    for (const topic of topics) expect(log.partitionCount(topic)).toBe(1);
    await started;
  });

  it('takes topics that exist as they are', async () => {
    const log = new MemoryLog();
    log.createTopic(edits.topic, 2);
    await feedOf(log, { historyMs: 0 }).start();
    expect(log.partitionCount(edits.topic)).toBe(2);
  });

  it('has a complete history when it has started: an hour at 20 events per second', async () => {
    const now = Date.UTC(2026, 9, 1);
    const log = new MemoryLog({ now: () => now });
    await feedOf(log, { now: () => now }).start();
    const records = topics.flatMap((topic) => recordsOf(log, topic));
    expect(records.length).toBeGreaterThan(68_000);
    expect(records.length).toBeLessThan(78_000);
    const times = recordsOf(log, edits.topic).map(({ timestamp }) => timestamp);
    expect(times[0]! - (now - 60 * minuteMs)).toBeLessThan(10_000);
    expect(now - times.at(-1)!).toBeLessThan(10_000);
    expect(Math.max(...records.map(({ timestamp }) => timestamp))).toBeLessThanOrEqual(now);
  });

  it('appends to each topic in the order of time', async () => {
    const log = new MemoryLog();
    await feedOf(log, { historyMs: 10 * minuteMs }).start();
    for (const topic of topics) {
      const times = recordsOf(log, topic).map(({ timestamp }) => timestamp);
      expect(times.length).toBeGreaterThan(5);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
  });

  it('lets others run while it writes the history', async () => {
    let turns = 0;
    const count = setInterval(() => turns++, 1);
    await feedOf(new MemoryLog(), { historyMs: 30 * minuteMs }).start();
    clearInterval(count);
    expect(turns).toBeGreaterThan(5);
  });

  it('goes on with live events, where the history ended', async () => {
    const log = new MemoryLog();
    const feed = feedOf(log, { historyMs: minuteMs, eventsPerSecond: 500 });
    await feed.start();
    const startedAt = Date.now();
    const { end } = log.partition(edits.topic, 0).bounds;
    const reading = new Reading(new MemoryEventSource(log), edits, end);
    while ((reading.records.at(-1)?.timestamp ?? 0) < startedAt)
      await reading.reaches((reading.chunks.at(-1)?.nextOffset ?? end) + 1);
    expect(reading.records.at(-1)!.timestamp).toBeLessThanOrEqual(Date.now());
    const times = recordsOf(log, edits.topic).map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const gaps = times.slice(1).map((time, i) => time - times[i]!);
    // A process that stood still does not make up for it: on a busy machine that is a gap as well.
    expect(Math.max(...gaps)).toBeLessThan(minuteMs);
    reading.stop();
  });

  it('does not make up for a time the process slept through', async () => {
    let now = Date.UTC(2026, 9, 1);
    const log = new MemoryLog({ now: () => now });
    await feedOf(log, { historyMs: 0, eventsPerSecond: 200, now: () => now }).start();
    const wokenAt = (now += 60 * minuteMs);
    const { end } = log.partition(edits.topic, 0).bounds;
    const woken = new Reading(new MemoryEventSource(log), edits, end);
    await woken.reaches(end + 1);
    expect(woken.records[0]!.timestamp).toBeGreaterThanOrEqual(wokenAt);
    woken.stop();
  });

  it('appends nothing after it is stopped, not even the rest of its history', async () => {
    const log = new MemoryLog();
    const feed = feedOf(log, { historyMs: 60 * minuteMs });
    const started = feed.start();
    feed.stop();
    await started;
    const written = recordsOf(log, edits.topic).length;
    expect(written).toBeLessThan(10_000);
    const other = feedOf(new MemoryLog(), { historyMs: 5 * minuteMs });
    await other.start();
    expect(recordsOf(log, edits.topic)).toHaveLength(written);
  });
});
