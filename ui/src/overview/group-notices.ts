import type { Notice } from '../watch/notice';

/** Something that happened, once or several times in a row. */
export interface NoticeGroup {
  readonly kind: Notice['kind'];
  readonly text: string;
  readonly times: number;
  /** When it happened for the last time, in milliseconds since the epoch. */
  readonly lastMs: number;
}

/**
 * Notices with the latest first, those that follow one another and say the same as one.
 * @param notices the latest last
 */
export function groupNotices(
  notices: readonly Notice[],
  textOf: (notice: Notice) => string,
): readonly NoticeGroup[] {
  const groups: NoticeGroup[] = [];
  for (const notice of notices) {
    const text = textOf(notice);
    const before = groups.at(-1);
    const times = before?.text === text ? (groups.pop()?.times ?? 0) + 1 : 1;
    groups.push({ kind: notice.kind, text, times, lastMs: notice.atMs });
  }
  return groups.reverse();
}
