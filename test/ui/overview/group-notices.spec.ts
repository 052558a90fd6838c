import { groupNotices } from '../../../ui/src/overview/group-notices.js';
import type { Notice } from '../../../ui/src/watch/notice.js';

const ended = (atMs: number): Notice => ({ kind: 'interruption', atMs, why: { kind: 'ended' } });
const away = (atMs: number): Notice => ({ kind: 'interruption', atMs, why: { kind: 'unreachable' } });
const gap = (atMs: number): Notice => ({ kind: 'gap', atMs, gap: { topic: 'a', partition: 0 } });
const textOf = (notice: Notice): string => (notice.kind === 'gap' ? 'gap' : notice.why.kind);

describe('what happened', () => {
  it('has the latest first, and what is repeated once, with when it was last', () => {
    const groups = groupNotices([ended(1), away(2), away(3), away(4), gap(5), away(6)], textOf);
    expect(groups).toEqual([
      { kind: 'interruption', text: 'unreachable', times: 1, lastMs: 6 },
      { kind: 'gap', text: 'gap', times: 1, lastMs: 5 },
      { kind: 'interruption', text: 'unreachable', times: 3, lastMs: 4 },
      { kind: 'interruption', text: 'ended', times: 1, lastMs: 1 },
    ]);
    expect(groupNotices([], textOf)).toEqual([]);
  });
});
