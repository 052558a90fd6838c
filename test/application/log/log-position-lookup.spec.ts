import { LogPositionLookup } from '../../../src/application/log/log-position-lookup.js';
import { LimitedLogLookup } from '../../../src/application/log/limited-log-lookup.js';
import { MemoryEventSource } from '../../../src/infrastructure/memory/memory-event-source.js';
import { MemoryLog } from '../../../src/infrastructure/memory/memory-log.js';
import { MemoryOffsetResolver } from '../../../src/infrastructure/memory/memory-offset-resolver.js';

const at = { topic: 't', partition: 0 };
const unknown = {
  timestampBefore: () => undefined,
  fallbackTimestamp: 77,
  headOffset: undefined,
  doubt: () => undefined,
};

function placesIn(log: MemoryLog, offsets: MemoryOffsetResolver): LogPositionLookup {
  return new LogPositionLookup(new LimitedLogLookup(new MemoryEventSource(log), offsets, 32), offsets);
}

describe('the place after the log broke', () => {
  let log: MemoryLog;
  let places: LogPositionLookup;

  beforeEach(() => {
    log = new MemoryLog();
    log.createTopic('t', 1);
    for (let n = 0; n < 10; n += 1) log.append('t', 0, { timestamp: 1000 + n, value: '{}' });
    places = placesIn(log, new MemoryOffsetResolver(log));
  });

  it('is the same where only later records were lost', async () => {
    log.truncate('t', 0, 8);
    const lost = { offset: 5, timestamp: 1004 };
    expect(await places.afterBreak(at, lost, unknown)).toEqual({ position: lost });
  });

  it('is the same behind the end of a transaction, which is no record', async () => {
    const transaction = log.transaction('t', 0);
    transaction.append({ timestamp: 1010, value: '{}' });
    transaction.commit();
    log.append('t', 0, { timestamp: 1020, value: '{}' });
    const lost = { offset: 12, timestamp: 1010 };
    expect(await places.afterBreak(at, lost, unknown)).toEqual({ position: lost });
  });

  it('is found by time behind the end of a transaction of another log', async () => {
    const transaction = log.transaction('t', 0);
    transaction.append({ timestamp: 1010, value: '{}' });
    transaction.commit();
    const found = await places.afterBreak(at, { offset: 12, timestamp: 1008 }, unknown);
    expect(found.position).toEqual({ offset: 8, timestamp: 1007 });
    expect(found.gap?.requested).toEqual({ offset: 12 });
  });

  it('is found by time, with a gap, where the end moved back before it', async () => {
    log.truncate('t', 0, 8);
    log.append('t', 0, { timestamp: 2000, value: '{}' });
    const found = await places.afterBreak(at, { offset: 10, timestamp: 1009 }, unknown);
    expect(found.position).toEqual({ offset: 8, timestamp: 1007 });
    expect(found.gap).toEqual({ ...at, requested: { offset: 10 }, oldest: { offset: 0, timestamp: 1000 } });
  });

  it('is found by time, with a gap, where another record stands before it', async () => {
    log.deleteTopic('t');
    log.createTopic('t', 1);
    for (let n = 0; n < 10; n += 1) log.append('t', 0, { timestamp: 1003 + n, value: '{}' });
    const found = await places.afterBreak(at, { offset: 5, timestamp: 1004 }, unknown);
    expect(found.position).toEqual({ offset: 1, timestamp: 1003 });
    expect(found.gap?.requested).toEqual({ offset: 5 });
  });

  it('is the first that is kept, with a gap, where it has expired', async () => {
    log.deleteRecordsBefore('t', 0, 7);
    const found = await places.afterBreak(at, { offset: 5, timestamp: 1004 }, unknown);
    expect(found).toEqual({
      position: { offset: 7, timestamp: 77 },
      gap: { ...at, requested: { offset: 5 }, oldest: { offset: 7, timestamp: 1007 } },
    });
  });
});

describe('the place of a time', () => {
  it('is before a record that is appended while it is looked for', async () => {
    const log = new MemoryLog();
    log.createTopic('t', 1);
    const offsets = new MemoryOffsetResolver(log);
    const bounds = offsets.bounds.bind(offsets);
    const offsetAt = offsets.offsetAt.bind(offsets);
    jest.spyOn(offsets, 'bounds').mockImplementation(async (partitions) => {
      await new Promise((resolve) => setImmediate(resolve));
      return bounds(partitions);
    });
    jest.spyOn(offsets, 'offsetAt').mockImplementation(async (partitions, timestamp) => {
      const found = await offsetAt(partitions, timestamp);
      log.append('t', 0, { timestamp: 2000, value: '{}' });
      return found;
    });
    const places = placesIn(log, offsets);
    expect((await places.byTime(at, 1000, unknown)).position.offset).toBe(0);
  });
});

describe('an end before what was read', () => {
  let log: MemoryLog;
  let offsets: MemoryOffsetResolver;
  let doubted: number[];
  const read = () => ({ ...unknown, headOffset: 10, doubt: (offset: number) => doubted.push(offset) });

  beforeEach(() => {
    doubted = [];
    log = new MemoryLog();
    log.createTopic('t', 1);
    for (let n = 0; n < 10; n += 1) log.append('t', 0, { timestamp: 1000 + n, value: '{}' });
    offsets = new MemoryOffsetResolver(log);
  });

  it('is not believed where only one answer says so', async () => {
    jest.spyOn(offsets, 'bounds').mockResolvedValueOnce([{ start: 0, end: 7 }]);
    expect(await placesIn(log, offsets).byOffset(at, 10, 1009, read())).toEqual({
      position: { offset: 10, timestamp: 1009 },
    });
    expect(doubted).toEqual([]);
  });

  it('is reported where the next answer says so too', async () => {
    log.truncate('t', 0, 7);
    expect(await placesIn(log, offsets).bounds(at, read())).toEqual({ start: 0, end: 7 });
    expect(doubted).toEqual([10]);
  });
});
