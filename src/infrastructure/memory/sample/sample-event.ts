import type { Change } from './change.js';
import { pageUrl, type Page } from './page.js';

/** A JSON object of one stream. */
export interface SampleEvent {
  readonly stream: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What every event says of itself. The log's coordinates are added by who serves it. */
export interface EventMeta {
  readonly uri: string;
  readonly request_id: string;
  readonly id: string;
  readonly domain: string;
  readonly stream: string;
  readonly dt: string;
}

/** @param id of the event, a UUID */
export function metaOf(
  { wiki, requestId, at }: Change,
  stream: string,
  page: Pick<Page, 'namespace' | 'title'>,
  id: string,
): EventMeta {
  const uri = pageUrl(wiki, page);
  return { uri, request_id: requestId, id, domain: wiki.domain, stream, dt: at };
}
