import { sampleStreams } from '../../../../src/infrastructure/memory/sample/sample-streams.js';

describe('sampleStreams', () => {
  it('are the streams that have a generator, by name', () => {
    expect(sampleStreams.map(({ name }) => name)).toEqual([
      'mediawiki.page-create',
      'mediawiki.page-delete',
      'mediawiki.page-move',
      'mediawiki.page_change.v1',
      'mediawiki.recentchange',
      'mediawiki.revision-create',
    ]);
  });

  it('have the aliases that clients of Wikimedia know', () => {
    expect(sampleStreams.flatMap(({ aliases }) => aliases)).toEqual([
      'page-create',
      'page-delete',
      'page-move',
      'recentchange',
      'revision-create',
    ]);
  });

  it('are written to one topic in each of two datacenters, with canary events', () => {
    for (const { name, topics, topicsAllowed, canaryEventsEnabled } of sampleStreams) {
      expect(topics).toEqual([`eqiad.${name}`, `codfw.${name}`]);
      expect(topicsAllowed).toEqual(topics);
      expect(canaryEventsEnabled).toBe(true);
    }
  });

  it('name the schema of their events', () => {
    for (const { schemaTitle, schemaUri } of sampleStreams) expect(schemaUri).toMatch(`/${schemaTitle!}/`);
  });
});
