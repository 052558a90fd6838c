import { actorOf, administratorOf, type Actor } from './actor.js';
import type { Change } from './change.js';
import type { Page, Revision } from './page.js';
import type { Random } from './random.js';
import type { SampleWiki } from './sample-wiki.js';
import { TitleSource, type PageName } from './title-source.js';

/** The maximum number of pages. Beyond it, each new page replaces another one, so that memory does not grow. */
const maxPages = 500;

/** The history of one wiki: each change builds on the pages that earlier changes have produced. */
export class WikiHistory {
  private readonly pages: Page[];
  private readonly titles: TitleSource;
  private lastRevision: number;
  private lastPage: number;
  private lastRecentChange: number;
  private lastLog: number;

  /** @param startedAt milliseconds since the epoch; the first pages are some days older */
  constructor(
    private readonly wiki: SampleWiki,
    private readonly random: Random,
    startedAt: number,
  ) {
    this.titles = new TitleSource(wiki, random);
    this.lastRevision = random.integer(100_000_000, 1_300_000_000);
    this.lastPage = random.integer(1_000_000, 80_000_000);
    this.lastRecentChange = random.integer(100_000_000, 1_900_000_000);
    this.lastLog = random.integer(10_000_000, 170_000_000);
    this.pages = this.titles.first().map((name) => {
      const at = new Date(startedAt - random.integer(1, 30) * 86_400_000 - random.integer(0, 86_399_999));
      return this.newPage(name, actorOf(wiki, random), at.toISOString(), '');
    });
  }

  /** @param at ISO 8601, with milliseconds */
  next(at: string): Change {
    const fate = this.random.next();
    if (fate < 0.07) return this.create(at);
    if (fate < 0.085 && this.wiki.titles.length > 0) return this.move(at);
    if (fate < 0.1 && this.pages.length > 20) return this.delete(at);
    return this.edit(at);
  }

  private create(at: string): Change {
    const [actor, comment] = [actorOf(this.wiki, this.random), this.random.pick(this.wiki.comments)];
    const page = this.newPage(this.titles.next(), actor, at, comment);
    if (this.pages.length >= maxPages) this.pages[this.random.integer(0, maxPages - 1)] = page;
    else this.pages.push(page);
    return { kind: 'create', page, comment, ...this.happening(at, actor) };
  }

  private edit(at: string): Change {
    const { random, wiki } = this;
    const [index, actor] = [random.integer(0, this.pages.length - 1), actorOf(wiki, random)];
    const before = this.pageAt(index);
    const comment = random.pick(wiki.comments);
    const isMinor = actor.userId !== undefined && random.chance(0.25);
    const size = Math.max(20, before.revision.size + random.integer(-300, 800));
    const page = this.revised(before, { at, comment, isMinor, size, sha1: random.sha1(), editor: actor });
    this.pages[index] = page;
    const edit = { kind: 'edit' as const, before, page, comment, ...this.happening(at, actor) };
    if (wiki.categories.length === 0 || !random.chance(0.12)) return edit;
    const title = random.pick(wiki.categories);
    return { ...edit, categorized: { title, recentChangeId: this.nextRecentChange() } };
  }

  private move(at: string): Change {
    const index = this.random.integer(0, this.pages.length - 1);
    const before = this.pageAt(index);
    const title = this.titles.nextTitle();
    const editor = administratorOf(this.wiki);
    const comment = this.random.pick(this.wiki.comments) || title;
    const revised = this.revised(before, { ...before.revision, at, comment, isMinor: true, editor });
    const page = { ...revised, title };
    this.pages[index] = page;
    return { kind: 'move', before, page, comment, logId: ++this.lastLog, ...this.happening(at, editor) };
  }

  private delete(at: string): Change {
    const index = this.random.integer(0, this.pages.length - 1);
    const page = this.pageAt(index);
    this.pages.splice(index, 1);
    const comment = this.random.pick(this.wiki.comments);
    const actor = administratorOf(this.wiki);
    return { kind: 'delete', page, comment, logId: ++this.lastLog, ...this.happening(at, actor) };
  }

  private happening(
    at: string,
    actor: Actor,
  ): Pick<Change, 'wiki' | 'actor' | 'at' | 'requestId' | 'recentChangeId'> {
    const requestId = this.random.uuid();
    return { wiki: this.wiki, actor, at, requestId, recentChangeId: this.nextRecentChange() };
  }

  private nextRecentChange(): number {
    return ++this.lastRecentChange;
  }

  private pageAt(index: number): Page {
    const page = this.pages[index];
    if (!page) throw new RangeError(`Cannot find page ${index}: there are ${this.pages.length}`);
    return page;
  }

  private newPage(name: PageName, editor: Actor, at: string, comment: string): Page {
    const [size, sha1] = [this.random.integer(200, 30_000), this.random.sha1()];
    const revision = {
      id: this.nextRevision(),
      parentId: 0,
      at,
      size,
      sha1,
      isMinor: false,
      comment,
      editor,
    };
    return { ...name, id: ++this.lastPage, revisionCount: 1, revision };
  }

  private revised(page: Page, revision: Omit<Revision, 'id' | 'parentId'>): Page {
    const next = { ...revision, id: this.nextRevision(), parentId: page.revision.id };
    return { ...page, revisionCount: page.revisionCount + 1, revision: next };
  }

  /** Revision numbers have gaps, because other pages, which are not generated, have revisions too. */
  private nextRevision(): number {
    this.lastRevision += this.random.integer(1, 5);
    return this.lastRevision;
  }
}
