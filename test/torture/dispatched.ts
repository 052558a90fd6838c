import type { TopicPartition } from '../../src/domain/topic-partition.js';

/** What a client makes of one block or line. */
export interface Dispatched {
  readonly id?: string;
  readonly event?: TopicPartition & { readonly offset: number; readonly n: number };
  readonly gap?: TopicPartition & { readonly text: string };
  readonly isError?: true;
}

/** A block of Server-Sent Events, without its blank line. */
export function parseBlock(text: string): Dispatched {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trimStart());
  }
  const [id, data, kind] = [fields.get('id'), fields.get('data'), fields.get('event')];
  return { ...(id !== undefined && { id }), ...(data !== undefined && contentOf(kind, JSON.parse(data))) };
}

/** A line of NDJSON. */
export function parseLine(text: string): Dispatched {
  if (text === '') return {};
  const line = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const kind = 'meta' in line ? 'message' : 'gap' in line ? 'gap' : 'error';
  return contentOf(kind, kind === 'message' ? line : line[kind]);
}

function contentOf(kind: string | undefined, content: unknown): Dispatched {
  if (kind === 'error') return { isError: true };
  if (kind === 'gap') {
    const { topic, partition } = content as TopicPartition;
    return { gap: { topic, partition, text: JSON.stringify(content) } };
  }
  const { meta, n } = content as {
    readonly meta: TopicPartition & { readonly offset: number };
    readonly n: number;
  };
  return { event: { topic: meta.topic, partition: meta.partition, offset: meta.offset, n } };
}
