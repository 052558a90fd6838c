import type { Stream } from '../../../domain/stream.js';

/** The datacenters of every sample stream. A topic's name is a datacenter, a dot, and the stream's name. */
export const sampleDatacenters = ['eqiad', 'codfw'] as const;

/** The catalogue of the sample: streams of Wikimedia, with their names and aliases at stream.wikimedia.org. */
export const sampleStreams: readonly Stream[] = [
  stream('mediawiki.page-create', {
    description: 'A page was created: its first revision.',
    schemaTitle: 'mediawiki/revision/create',
    schemaUri: '/mediawiki/revision/create/2.0.0',
    alias: 'page-create',
  }),
  stream('mediawiki.page-delete', {
    description: 'A page was deleted.',
    schemaTitle: 'mediawiki/page/delete',
    schemaUri: '/mediawiki/page/delete/1.0.0',
    alias: 'page-delete',
  }),
  stream('mediawiki.page-move', {
    description: 'A page was renamed.',
    schemaTitle: 'mediawiki/page/move',
    schemaUri: '/mediawiki/page/move/1.0.0',
    alias: 'page-move',
  }),
  stream('mediawiki.page_change.v1', {
    description:
      'A page was created, edited, moved or deleted: its state afterwards, and what changed of the state before.',
    schemaTitle: 'mediawiki/page/change',
    schemaUri: '/mediawiki/page/change/1.2.0',
  }),
  stream('mediawiki.recentchange', {
    description:
      "What a wiki lists as recent changes: edits, new pages, logged actions, categories' members.",
    schemaTitle: 'mediawiki/recentchange',
    schemaUri: '/mediawiki/recentchange/1.0.1',
    alias: 'recentchange',
  }),
  stream('mediawiki.revision-create', {
    description: 'A page got a new revision.',
    schemaTitle: 'mediawiki/revision/create',
    schemaUri: '/mediawiki/revision/create/2.0.0',
    alias: 'revision-create',
  }),
];

interface Facts {
  readonly description: string;
  readonly schemaTitle: string;
  readonly schemaUri: string;
  readonly alias?: string;
}

function stream(name: string, { alias, ...facts }: Facts): Stream {
  const topics = sampleDatacenters.map((datacenter) => `${datacenter}.${name}`);
  const aliases = alias === undefined ? [] : [alias];
  return { name, topics, topicsAllowed: topics, aliases, canaryEventsEnabled: true, ...facts };
}
