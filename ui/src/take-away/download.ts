import type { ReceivedEvent } from '../watch/received-event';

/** Events that are encoded at once: the page is to paint in between. */
const BATCH = 500;
/** The browser has read the file by then, or asked where to put it. */
const KEPT_MS = 60_000;

/** Newline-delimited JSON: each event as it was sent, on a line of its own. */
export async function ndjsonOf(events: Iterable<ReceivedEvent>): Promise<Blob> {
  // What is received meanwhile moves what is kept.
  const all = [...events];
  const encoder = new TextEncoder();
  let next = 0;
  const lines = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => {
      const batch = all.slice(next, (next += BATCH));
      if (batch.length === 0) controller.close();
      else controller.enqueue(encoder.encode(batch.map(({ text }) => `${text}\n`).join('')));
    },
  });
  const headers = { 'Content-Type': 'application/x-ndjson' };
  return new Response(lines, { headers }).blob();
}

/** What a file of events of these streams is called: by them, and by when it was made. */
export function fileName(streams: readonly string[], nowMs: number): string {
  const named = streams
    .join('+')
    .replace(/[^\w.+-]/g, '_')
    .slice(0, 100);
  const time = new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '-');
  return `${named === '' ? 'events' : named}_${time}Z.ndjson`;
}

/** Hands a file to the browser to keep. */
export function save(file: Blob, name: string): void {
  const link = Object.assign(document.createElement('a'), {
    href: URL.createObjectURL(file),
    download: name,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
