import type { Gap } from '../../../domain/gap.js';

/** A gap as clients receive it; `oldest_*` is `null` if nothing is retained. */
export function gapJson({ topic, partition, requested, oldest }: Gap): string {
  const asked =
    'offset' in requested
      ? { requested_offset: requested.offset }
      : { requested_timestamp: requested.timestamp };
  return JSON.stringify({
    topic,
    partition,
    ...asked,
    oldest_offset: oldest?.offset ?? null,
    oldest_timestamp: oldest?.timestamp ?? null,
  });
}
