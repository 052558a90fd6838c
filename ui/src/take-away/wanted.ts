import { streamUrl, type StreamRequest } from '../stream/stream-request';

/** Where a program starts: now, where this page started, or after what this page received. */
export type Start = 'now' | 'since' | 'here';

/** What a program asks the service for. */
export interface Wanted {
  /** The address of the streams, without parameters. */
  readonly url: string;
  /** What the address is asked with, in order; not encoded. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** Where to resume. */
  readonly lastEventId?: string;
}

/**
 * @param here the place to resume at, where there is one
 * @param base where the service is, such as the address of this page
 */
export function wantedOf(
  { streams, since, filter }: StreamRequest,
  start: Start,
  here: string | undefined,
  base: string,
): Wanted {
  const parameters: [string, string][] = [];
  if (start === 'since' && since !== undefined) parameters.push(['since', since]);
  if (filter !== undefined) parameters.push(['filter', filter]);
  return {
    url: streamUrl({ streams }, base).href,
    parameters,
    ...(start === 'here' && here !== undefined && { lastEventId: here }),
  };
}
