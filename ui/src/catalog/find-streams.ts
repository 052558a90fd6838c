import type { Stream } from './stream';

/**
 * The streams that have every word of a text in their name, an alias, their description or schema, in whatever case.
 */
export function findStreams(streams: readonly Stream[], text: string): readonly Stream[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  return streams.filter((stream) => {
    const said = [stream.name, ...stream.aliases, stream.description, stream.schemaTitle]
      .join(' ')
      .toLowerCase();
    return wanted.every((word) => said.includes(word));
  });
}
