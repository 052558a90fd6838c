import { FollowedRows } from '../../../ui/src/list/followed-rows.js';
import { EventLog } from '../../../ui/src/watch/event-log.js';
import { received } from '../events/received.js';

describe('followed rows', () => {
  let log: EventLog;
  let sequence: number;
  let rows: FollowedRows;

  beforeEach(() => {
    log = new EventLog({ events: 3, characters: 1000 });
    sequence = 0;
    arrive(2);
    rows = new FollowedRows(() => log, 'newest-first');
  });

  function arrive(count: number): void {
    for (let index = 0; index < count; index += 1) log.add(received({}, ++sequence));
  }

  function shown(): readonly number[] {
    return Array.from({ length: rows.rows.length }, (_, row) => rows.rows.at(row)!.sequence);
  }

  it('show what arrives', () => {
    arrive(1);
    rows.refresh();
    expect(shown()).toEqual([3, 2, 1]);
  });

  it('stay as they are while somebody reads, though all of them expire, and count what arrives', () => {
    rows.hold();
    arrive(50);
    rows.refresh();
    expect(shown()).toEqual([2, 1]);
    expect(rows.newer).toBe(50);
  });

  it('go on with the newest', () => {
    rows.hold();
    arrive(50);
    rows.follow();
    expect([shown(), rows.newer, rows.isFollowing]).toEqual([[52, 51, 50], 0, true]);
  });

  it('are extended, and held after', () => {
    rows.hold();
    arrive(1);
    rows.copy();
    arrive(1);
    rows.refresh();
    expect([shown(), rows.newer, rows.isFollowing]).toEqual([[3, 2, 1], 1, false]);
  });

  it('show another log at once: it was cleared, or searched', () => {
    rows.hold();
    log = new EventLog(log.bounds);
    rows.refresh();
    expect([shown(), rows.isFollowing]).toEqual([[], true]);
  });

  it('are turned round', () => {
    rows.order('newest-last');
    expect(shown()).toEqual([1, 2]);
  });
});
