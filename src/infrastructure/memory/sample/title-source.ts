import type { Page } from './page.js';
import type { Random } from './random.js';
import type { SampleWiki } from './sample-wiki.js';

/** The namespace and the title of a page. */
export type PageName = Pick<Page, 'namespace' | 'title'>;

/** Generates unique names for the pages of a wiki. */
export class TitleSource {
  private lastNumber = 1000;
  private lastItem = 136_000_000;

  constructor(
    private readonly wiki: SampleWiki,
    private readonly random: Random,
  ) {}

  /** Returns the initial pages of the wiki. */
  first(): readonly PageName[] {
    const known = this.wiki.titles.map((title) => ({ namespace: this.wiki.namespace, title }));
    return [...known, ...Array.from({ length: 30 }, () => this.next())];
  }

  next(): PageName {
    const title = this.nextTitle();
    if (this.wiki.titles.length > 0 && this.random.chance(0.1)) return { namespace: 1, title };
    if (this.wiki.titles.length > 0 && this.random.chance(0.05)) {
      return { namespace: 2, title: `${this.random.pick(this.wiki.users)}/${title}` };
    }
    return { namespace: this.wiki.namespace, title };
  }

  nextTitle(): string {
    if (this.wiki.titles.length === 0) return `Q${++this.lastItem}`;
    const [pattern, title] = [this.random.pick(this.wiki.patterns), this.random.pick(this.wiki.titles)];
    return pattern.replace('$1', title).replace('$2', `${++this.lastNumber}`);
  }
}
