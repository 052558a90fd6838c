/** What is asked of the service. */
export interface StreamRequest {
  /** Names or aliases. */
  readonly streams: readonly string[];
  /** A point in time, in a form that the service takes; absent: from now on. */
  readonly since?: string;
  /** An expression; absent: every event. */
  readonly filter?: string;
}

/**
 * The address of the stream.
 * @param base where the service is, such as the address of this page: streams are found relative to it
 */
export function streamUrl({ streams, since, filter }: StreamRequest, base: string): URL {
  const url = new URL(`stream/${streams.map(encodeURIComponent).join(',')}`, base);
  if (since !== undefined) url.searchParams.set('since', since);
  if (filter !== undefined) url.searchParams.set('filter', filter);
  return url;
}
