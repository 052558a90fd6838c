import { type Redaction, type RedactionContext, Redactor } from '../../domain/ports/redactor.js';
import { type Event, type ValuesAt, valuesOf } from '../../domain/redaction/event-member.js';
import { comparableTitle } from '../../domain/redaction/page-title.js';
import { type RedactionRule, redactionRules, wikiPlaces } from '../../domain/redaction/redaction-rules.js';

/** `mediawiki_redacted_pages`: titles by wiki, which is a domain (`en.wikipedia.org`) or a database (`enwiki`). */
export type RedactedPages = Readonly<Record<string, readonly (string | number)[]>>;

interface ListedPage {
  readonly wiki: string;
  readonly title: string;
}

/**
 * Removes the performers from events about listed wiki pages. An empty list redacts nothing, at no cost.
 * @see docs/security.md
 */
export class PageRedactor extends Redactor {
  /** Wiki → comparable title → the title as listed, which is the one in the log. */
  private readonly titlesByWiki: ReadonlyMap<string, ReadonlyMap<string, string>>;

  constructor(pages: RedactedPages) {
    super();
    const wikis = Object.entries(pages).map(([wiki, titles]) => [wiki, comparableTitles(titles)] as const);
    this.titlesByWiki = new Map(wikis.filter(([, titles]) => titles.size > 0));
  }

  override redact(event: Event, context: RedactionContext): Redaction | undefined {
    return this.redactRepeating(valuesOf(event), context);
  }

  override redactRepeating(valuesAt: ValuesAt, context: RedactionContext): Redaction | undefined {
    if (this.titlesByWiki.size === 0) return undefined;
    const wikis = this.listedWikis(valuesAt);
    if (wikis.length === 0) return undefined;
    const streams = streamsOf(valuesAt, context);
    const matches = redactionRules
      .filter(({ stream }) => stream === undefined || streams.includes(stream))
      .flatMap((rule) => {
        const page = this.listedPage(rule, valuesAt, wikis);
        return page ? [{ rule, page }] : [];
      });
    const [first] = matches;
    if (!first) return undefined;
    return {
      remove: distinct(matches.flatMap(({ rule }) => rule.remove)),
      rule: { ...first.page, stream: first.rule.stream ?? streams[0] ?? context.topic },
    };
  }

  private listedWikis(valuesAt: ValuesAt): readonly string[] {
    const wikis: string[] = [];
    for (const place of wikiPlaces) {
      for (const wiki of place(valuesAt))
        if (typeof wiki === 'string' && this.titlesByWiki.has(wiki)) wikis.push(wiki);
    }
    return wikis;
  }

  private listedPage(
    { titles }: RedactionRule,
    valuesAt: ValuesAt,
    wikis: readonly string[],
  ): ListedPage | undefined {
    for (const value of titles.flatMap((place) => place(valuesAt))) {
      const title = comparableTitle(value);
      if (title === undefined) continue;
      for (const wiki of wikis) {
        const listed = this.titlesByWiki.get(wiki)?.get(title);
        if (listed !== undefined) return { wiki, title: listed };
      }
    }
    return undefined;
  }
}

function comparableTitles(titles: readonly (string | number)[]): ReadonlyMap<string, string> {
  return new Map(
    titles.flatMap((listed) => {
      const title = comparableTitle(listed);
      return title === undefined ? [] : [[title, String(listed)] as const];
    }),
  );
}

function streamsOf(valuesAt: ValuesAt, { streams }: RedactionContext): readonly string[] {
  const own = valuesAt(['meta', 'stream']).filter((stream) => typeof stream === 'string');
  return [...own, ...streams];
}

function distinct(paths: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(paths.map((path) => [path.join('.'), path])).values()];
}
