import type { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';

/** Two data centres write to the stream. */
const topics = ['eqiad.mediawiki.recentchange', 'codfw.mediawiki.recentchange'] as const;

/** The catalogue: what the sample set-up calls it too. */
export const streams = {
  'mediawiki.recentchange': { topics, stream_aliases: ['recentchange'] },
};

/** Scripts of three directions, characters beyond 16 bits, and what some clients take for the end of a line. */
export const titles = [
  'Ada Lovelace',
  'Москва',
  '東京 — 日本',
  'Ὀδύσσεια',
  'القاهرة',
  'हिन्दी',
  'A\u2028B\u2029C\u0085D',
  '🌍 naïve café',
  'Ærøskøbing',
  'The end',
] as const;

/** Titles of the wiki whose events have even numbers. */
export const frenchTitles: readonly string[] = titles.filter((_, n) => n % 2 === 0);

/** Time of an event of the past: a second apart, the last a minute ago. */
const pastTime = (now: number, n: number): number => now - 60_000 - (titles.length - 1 - n) * 1000;

export function createTopics(log: MemoryLog): void {
  for (const topic of topics) log.createTopic(topic, 1);
}

/** @returns the time of each event */
export function appendPast(log: MemoryLog): readonly number[] {
  const now = Date.now();
  return titles.map((title, n) => append(log, n, title, pastTime(now, n)));
}

/** All of them as they happen now. */
export function appendLive(log: MemoryLog): void {
  for (const [n, title] of titles.entries()) append(log, n, title, Date.now());
}

/** @param timestamp milliseconds since the epoch @returns it */
function append(log: MemoryLog, n: number, title: string, timestamp: number): number {
  const wiki = n % 2 === 0 ? 'frwiki' : 'enwiki';
  const meta = { stream: 'mediawiki.recentchange', domain: `${wiki.slice(0, 2)}.wikipedia.org` };
  const event = { n, title, wiki, type: n % 3 === 0 ? 'new' : 'edit', bot: n % 4 === 0, meta };
  log.append(topics[n % 2] ?? topics[0], 0, { timestamp, value: JSON.stringify(event) });
  return timestamp;
}
