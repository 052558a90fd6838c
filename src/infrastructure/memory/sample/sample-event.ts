import type { Change } from './change.js';
import { pageUrl, type Page } from './page.js';

/** An event, as the JSON object to produce, and its stream. */
export interface SampleEvent {
  readonly stream: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The metadata of every event. The position in the log is added when it is served. */
export interface EventMeta {
  readonly uri: string;
  readonly request_id: string;
  readonly id: string;
  readonly domain: string;
  readonly stream: string;
  readonly dt: string;
}

/** @param id the UUID of the event */
export function metaOf(
  { wiki, requestId, at }: Change,
  stream: string,
  page: Pick<Page, 'namespace' | 'title'>,
  id: string,
): EventMeta {
  const uri = pageUrl(wiki, page);
  return { uri, request_id: requestId, id, domain: wiki.domain, stream, dt: at };
}
