import { sampleStreams } from '../../../../src/infrastructure/memory/sample/sample-streams.js';
import {
  SampleTimeline,
  type SampleMoment,
} from '../../../../src/infrastructure/memory/sample/sample-timeline.js';
import { schemaErrors, schemasAreThere } from './event-schemas.js';

const startsAt = Date.UTC(2026, 9, 1);
const hourMs = 3_600_000;
const settings = { seed: 7, startsAt, eventsPerSecond: 5, canaryIntervalMs: 60_000 };

interface Meta {
  readonly uri: string;
  readonly request_id: string;
  readonly id: string;
  readonly domain: string;
  readonly stream: string;
  readonly dt: string;
}

/** The members that tests look at; what they are in each stream is for the tests to say. */
interface Body {
  readonly [member: string]: unknown;
  readonly meta: Meta;
}

function momentsOf(lastMs: number, overrides: Partial<typeof settings> = {}): readonly SampleMoment[] {
  const timeline = new SampleTimeline({ ...settings, ...overrides });
  const moments: SampleMoment[] = [];
  while (timeline.nextAt < startsAt + lastMs) moments.push(timeline.next());
  return moments;
}

describe('SampleTimeline', () => {
  const moments = momentsOf(hourMs);
  const events = moments.flatMap(({ events: ofOne }) => ofOne.map(({ body }) => body as Body));
  const changes = moments
    .map(({ events: ofOne }) => ofOne.map(({ body }) => body as Body))
    .filter(([first]) => first?.meta.domain !== 'canary');

  function ofStream(bodies: readonly Body[], stream: string): Body | undefined {
    return bodies.find(({ meta }) => meta.stream === `mediawiki.${stream}`);
  }

  function changesOfType(type: string): readonly (readonly Body[])[] {
    return changes.filter((bodies) => ofStream(bodies, 'recentchange')?.['type'] === type);
  }

  function streamsOf(bodies: readonly Body[]): readonly string[] {
    return bodies.map(({ meta }) => meta.stream.replace('mediawiki.', '')).sort();
  }

  it('is the same for the same seed, and another for another', () => {
    const text = JSON.stringify(momentsOf(60_000));
    expect(JSON.stringify(momentsOf(60_000))).toBe(text);
    expect(JSON.stringify(momentsOf(60_000, { seed: 8 }))).not.toBe(text);
  });

  it('keeps the rate, canary events apart, with gaps that differ', () => {
    const perSecond = changes.flat().length / 3600;
    expect(perSecond).toBeGreaterThan(4.5);
    expect(perSecond).toBeLessThan(5.5);
    const gaps = moments.slice(1).map(({ at }, i) => at - moments[i]!.at);
    expect(gaps.filter((gap) => gap < 200).length).toBeGreaterThan(gaps.length / 10);
    expect(gaps.filter((gap) => gap > 1200).length).toBeGreaterThan(gaps.length / 20);
  });

  it('never goes back in time, and says in each event when it happened', () => {
    const times = moments.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBe(startsAt);
    const wrong = moments.filter(({ at, events: ofOne }) =>
      ofOne.some(({ body }) => Date.parse((body as Body).meta.dt) !== at),
    );
    expect(wrong).toEqual([]);
  });

  it('leaves out the time it is told to skip', () => {
    const timeline = new SampleTimeline(settings);
    timeline.next();
    timeline.skipTo(startsAt + hourMs);
    expect(timeline.next().at).toBe(startsAt + hourMs);
    expect(timeline.next().at).toBeGreaterThanOrEqual(startsAt + hourMs);
  });

  it('writes to the topics of the catalogue, mostly to those of one datacenter', () => {
    const topics = moments.flatMap(({ events: ofOne }) => ofOne.map(({ topic }) => topic));
    expect(new Set(topics)).toEqual(new Set(sampleStreams.flatMap((stream) => stream.topics)));
    const ofChanges = moments
      .filter(({ events: ofOne }) => (ofOne[0]!.body as Body).meta.domain !== 'canary')
      .map(({ events: ofOne }) => new Set(ofOne.map(({ topic }) => topic.split('.')[0])));
    expect(ofChanges.every((datacenters) => datacenters.size === 1)).toBe(true);
    const eqiad = ofChanges.filter((datacenters) => datacenters.has('eqiad')).length / ofChanges.length;
    expect(eqiad).toBeGreaterThan(0.9);
    expect(eqiad).toBeLessThan(0.99);
  });

  it('writes a canary event to every topic every minute', () => {
    for (const topic of sampleStreams.flatMap((stream) => stream.topics)) {
      const canaries = moments.flatMap(({ at, events: ofOne }) =>
        ofOne
          .filter((event) => event.topic === topic && (event.body as Body).meta.domain === 'canary')
          .map(({ stream, body }) => ({ at, stream, named: (body as Body).meta.stream })),
      );
      expect(canaries.map(({ at }) => at - startsAt)).toEqual(
        Array.from({ length: 60 }, (_, i) => i * 60_000),
      );
      expect(canaries.every(({ stream, named }) => stream === named && topic.endsWith(named))).toBe(true);
    }
  });

  it('tells an edit in recentchange, revision-create and page_change, and they agree', () => {
    const edits = changesOfType('edit');
    expect(edits.length).toBeGreaterThan(2500);
    for (const bodies of edits) {
      const expected = ['page_change.v1', 'recentchange', 'revision-create'];
      expect(new Set(streamsOf(bodies))).toEqual(new Set(expected));
      const [recent, revision] = [ofStream(bodies, 'recentchange')!, ofStream(bodies, 'revision-create')!];
      const change = ofStream(bodies, 'page_change.v1')!;
      expect(change).toMatchObject({
        page_change_kind: 'edit',
        changelog_kind: 'update',
        wiki_id: recent['wiki'],
        page: { page_id: revision['page_id'], page_title: revision['page_title'] },
        performer: { user_text: recent['user'], is_bot: recent['bot'] },
        revision: { rev_id: revision['rev_id'], rev_parent_id: revision['rev_parent_id'] },
        prior_state: { revision: { rev_id: revision['rev_parent_id'] } },
        comment: recent['comment'],
      });
      expect(recent).toMatchObject({
        revision: { old: revision['rev_parent_id'], new: revision['rev_id'] },
        length: { new: revision['rev_len'] },
        minor: revision['rev_minor_edit'],
        wiki: revision['database'],
      });
      expect(String(recent['title']).replaceAll(' ', '_')).toBe(revision['page_title']);
      expect(revision['performer']).toMatchObject({ user_text: recent['user'] });
    }
  });

  it('tells a new page in page-create too', () => {
    const creations = changesOfType('new');
    expect(creations.length).toBeGreaterThan(150);
    for (const bodies of creations) {
      expect(streamsOf(bodies)).toEqual(['page-create', 'page_change.v1', 'recentchange', 'revision-create']);
      const [created, revision] = [ofStream(bodies, 'page-create')!, ofStream(bodies, 'revision-create')!];
      expect({ ...created, meta: undefined }).toEqual({ ...revision, meta: undefined });
      expect(created).not.toHaveProperty('rev_parent_id');
      expect(ofStream(bodies, 'page_change.v1')).toMatchObject({
        page_change_kind: 'create',
        changelog_kind: 'insert',
        revision: { rev_id: created['rev_id'] },
      });
    }
  });

  it('tells a move by the old and the new title', () => {
    const moves = changesOfType('log').filter((bodies) => ofStream(bodies, 'page-move'));
    expect(moves.length).toBeGreaterThan(25);
    for (const bodies of moves) {
      expect(streamsOf(bodies)).toEqual(['page-move', 'page_change.v1', 'recentchange', 'revision-create']);
      const [recent, move] = [ofStream(bodies, 'recentchange')!, ofStream(bodies, 'page-move')!];
      const params = recent['log_params'] as { readonly target: string };
      const prior = move['prior_state'] as { readonly page_title: string };
      expect(recent).toMatchObject({
        log_type: 'move',
        log_action: 'move',
        log_id: expect.any(Number) as number,
      });
      expect(params.target.replaceAll(' ', '_')).toBe(move['page_title']);
      expect(String(recent['title']).replaceAll(' ', '_')).toBe(prior.page_title);
      expect(prior.page_title).not.toBe(move['page_title']);
      expect(ofStream(bodies, 'page_change.v1')).toMatchObject({
        page_change_kind: 'move',
        page: { page_title: move['page_title'] },
        prior_state: { page: { page_title: prior.page_title } },
      });
    }
  });

  it('tells a deletion, after which the page has no more events', () => {
    const deletions = changesOfType('log').filter((bodies) => ofStream(bodies, 'page-delete'));
    expect(deletions.length).toBeGreaterThan(25);
    const gone = new Map<string, number>();
    for (const [i, bodies] of changes.entries()) {
      const change = ofStream(bodies, 'page_change.v1') as Body & {
        readonly page: { readonly page_id: number };
      };
      const page = `${String(change['wiki_id'])} ${change.page.page_id}`;
      expect(gone.has(page)).toBe(false);
      if (change['page_change_kind'] === 'delete') gone.set(page, i);
    }
    for (const bodies of deletions) {
      expect(streamsOf(bodies)).toEqual(['page-delete', 'page_change.v1', 'recentchange']);
      expect(ofStream(bodies, 'recentchange')).toMatchObject({ log_type: 'delete', log_action: 'delete' });
      const { page_id, rev_id } = ofStream(bodies, 'page-delete')!;
      expect(ofStream(bodies, 'page_change.v1')).toMatchObject({
        page_change_kind: 'delete',
        changelog_kind: 'delete',
        page: { page_id },
        revision: { rev_id },
      });
    }
  });

  it('lists the category that an edit put a page in, as a change of its own', () => {
    const categorized = events.filter((event) => event['type'] === 'categorize');
    expect(categorized.length).toBeGreaterThan(100);
    const edits = events.filter((event) => event['type'] === 'edit');
    const editOf = new Map(edits.map((edit) => [edit.meta.request_id, edit]));
    for (const event of categorized) {
      expect(event).toMatchObject({ namespace: 14, meta: { stream: 'mediawiki.recentchange' } });
      const edit = editOf.get(event.meta.request_id);
      expect(event['comment']).toBe(`[[:${String(edit!['title'])}]] added to category`);
      expect(event['user']).toBe(edit!['user']);
    }
  });

  it('gives what one user did one request and time, and each event its own id', () => {
    const kindsOf = (bodies: readonly Body[]): Set<string> =>
      new Set(bodies.map(({ meta }) => `${meta.request_id} ${meta.dt} ${meta.domain}`));
    expect(changes.filter((bodies) => kindsOf(bodies).size !== 1)).toEqual([]);
    expect(new Set(changes.map(([first]) => first!.meta.request_id)).size).toBe(changes.length);
    const ids = events.map(({ meta }) => meta.id);
    expect(new Set(ids).size).toBe(events.length);
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(ids.filter((id) => !uuid.test(id))).toEqual([]);
  });

  it.each([
    ['jawiki', /[\p{Script=Han}\p{Script=Katakana}]/u, 'ja.wikipedia.org'],
    ['ruwiki', /\p{Script=Cyrillic}/u, 'ru.wikipedia.org'],
    ['arwiki', /\p{Script=Arabic}/u, 'ar.wikipedia.org'],
    ['zhwiki', /\p{Script=Han}/u, 'zh.wikipedia.org'],
    ['hewiki', /\p{Script=Hebrew}/u, 'he.wikipedia.org'],
    ['hiwiki', /\p{Script=Devanagari}/u, 'hi.wikipedia.org'],
    ['enwiki', /[A-Z]/, 'en.wikipedia.org'],
    ['dewiki', /\p{Script=Latin}/u, 'de.wikipedia.org'],
    ['frwiki', /\p{Script=Latin}/u, 'fr.wikipedia.org'],
    ['wikidatawiki', /^Q\d+$/, 'www.wikidata.org'],
    ['commonswiki', /^(File|File talk|Talk|User|Category):/, 'commons.wikimedia.org'],
  ])('titles %s in its own script, at its own domain', (wiki, script, domain) => {
    const recent = events.filter((event) => event['wiki'] === wiki);
    expect(recent.length).toBeGreaterThan(20);
    for (const { title, meta, server_name } of recent) {
      expect(title).toMatch(script);
      expect([meta.domain, server_name]).toEqual([domain, domain]);
      expect(new URL(meta.uri).hostname).toBe(domain);
      expect(decodeURIComponent(new URL(meta.uri).pathname)).toBe(
        `/wiki/${String(title).replaceAll(' ', '_')}`,
      );
    }
  });

  it('has bots, accounts, temporary accounts and addresses kept for documentation, and minor edits', () => {
    const performers = events
      .filter(({ meta }) => meta.stream === 'mediawiki.page_change.v1')
      .map((event) => event['performer'] as Readonly<Record<string, unknown>>);
    const share = (of: (performer: Readonly<Record<string, unknown>>) => boolean): number =>
      performers.filter(of).length / performers.length;
    expect(share(({ is_bot }) => is_bot === true)).toBeGreaterThan(0.1);
    expect(
      share(({ is_temp, user_text }) => is_temp === true && /^~2026-\d+-\d+$/.test(String(user_text))),
    ).toBeGreaterThan(0.03);
    const addresses = performers.filter(({ user_id }) => user_id === undefined);
    expect(addresses.length).toBeGreaterThan(100);
    for (const { user_text } of addresses)
      expect(user_text).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113|2001:DB8:)/);
    const edits = events.filter((event) => event['type'] === 'edit');
    const minor = edits.filter((event) => event['minor'] === true).length / edits.length;
    expect(minor).toBeGreaterThan(0.1);
    expect(minor).toBeLessThan(0.5);
  });

  it('says nothing of where the log keeps an event', () => {
    const keys = new Set(events.map(({ meta }) => Object.keys(meta).join()));
    expect([...keys]).toEqual(['uri,request_id,id,domain,stream,dt']);
  });

  (schemasAreThere ? it : it.skip)('makes events that the schemas they name accept', () => {
    expect([...new Set(events.flatMap(schemaErrors))]).toEqual([]);
    const named = new Map(sampleStreams.map(({ name, schemaUri }) => [name, schemaUri]));
    expect(events.filter((event) => event['$schema'] !== named.get(event.meta.stream))).toEqual([]);
  });
});
