import type { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';

/** Members of an event that a test is about; the others are as everybody's. */
export type Members = Readonly<Record<string, unknown>>;

/** An edit as `mediawiki.recentchange` has it, of a usual size. @param number tells it from the others */
export function edit(number: number, members: Members = {}): object {
  const title = `Page number ${number}`;
  const domain = 'en.wikipedia.org';
  return {
    $schema: '/mediawiki/recentchange/1.0.1',
    meta: {
      uri: `https://${domain}/wiki/Page_number_${number}`,
      request_id: 'b6e15d3c-6a8e-4b5c-9b5d-3f6f0f3f2a11',
      id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
      dt: new Date().toISOString(),
      domain,
      stream: 'mediawiki.recentchange',
    },
    id: number,
    type: 'edit',
    namespace: 0,
    title,
    title_url: `https://${domain}/wiki/Page_number_${number}`,
    comment: `/* History */ reworded, added a source for the number ${number} and removed one that is gone`,
    timestamp: Math.floor(Date.now() / 1000),
    user: `Editor ${number % 97}`,
    bot: number % 3 === 0,
    minor: number % 5 === 0,
    patrolled: true,
    notify_url: `https://${domain}/w/index.php?diff=${number + 1}&oldid=${number}`,
    length: { old: 1000, new: 1000 + ((number * 37) % 900) - 400 },
    revision: { old: number, new: number + 1 },
    server_url: `https://${domain}`,
    server_name: domain,
    server_script_path: '/w',
    wiki: 'enwiki',
    parsedcomment: `<span class="autocomment">History: </span> reworded, added a source for the number ${number}`,
    ...members,
  };
}

/** Appends events to the only partition of a topic. */
export function append(log: MemoryLog, topic: string, ...events: readonly object[]): void {
  for (const event of events) log.append(topic, 0, { timestamp: Date.now(), value: JSON.stringify(event) });
}

/** Appends so many events a second, evenly, for so long. @param eventOf what the nth event is */
export function appendSteadily(
  { perSecond, forMs }: { readonly perSecond: number; readonly forMs: number },
  appendOne: (index: number) => void,
): Promise<void> {
  const startedMs = performance.now();
  const total = Math.round((perSecond * forMs) / 1000);
  let done = 0;
  return new Promise((settle) => {
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - startedMs) * perSecond) / 1000));
      while (done < due) appendOne(done++);
      if (done < total) return;
      clearInterval(timer);
      settle();
    }, 10);
  });
}
