import { valueAt, type JsonObject, type JsonValue } from '../json';
import { words } from '../words/list';
import { asRead, listAt, markAt, membersAt, partAt, present, textAt, titleAt } from './fields';
import type { Fact, Told } from './summary';

/** What the older schemas of pages and revisions have in common. */
export function aboutPage(event: JsonObject): Told {
  return present({
    wiki: partAt(event, ['database'], ['meta', 'domain']),
    titles: [titleAt(event, ['page_title'])].filter((title) => title !== undefined),
    user: partAt(event, ['performer', 'user_text']),
    marks: markAt(event, 'bot', ['performer', 'user_is_bot']),
    comment: textAt(event, ['comment']),
  });
}

/** `mediawiki/page/delete` and others of which there is no more to tell than their name. */
export function pageEvent(kind: string): (event: JsonObject) => Told {
  return (event) => ({ ...aboutPage(event), kind: { text: kind } });
}

/** `mediawiki/page/move`. */
export function pageMove(event: JsonObject): Told {
  const about = aboutPage(event);
  const before = titleAt(event, ['prior_state', 'page_title']);
  const titles = [before, ...(about.titles ?? [])].filter((title) => title !== undefined);
  return { ...about, kind: { text: 'move' }, titles };
}

/** `mediawiki/page/links-change`. */
export function linksChange(event: JsonObject): Told {
  const facts = [
    fact(words.facts.added, listAt(event, ['added_links']).flatMap(linkOf)),
    fact(words.facts.removed, listAt(event, ['removed_links']).flatMap(linkOf)),
  ];
  return { ...aboutPage(event), kind: { text: 'links' }, facts: facts.flat() };
}

/** `mediawiki/page/properties-change`. */
export function propertiesChange(event: JsonObject): Told {
  const facts = [
    fact(words.facts.added, namesAt(event, 'added_properties')),
    fact(words.facts.removed, namesAt(event, 'removed_properties')),
  ];
  return { ...aboutPage(event), kind: { text: 'properties' }, facts: facts.flat() };
}

/** A fact that lists something; nothing to list is no fact. */
export function fact(name: string, elements: readonly string[]): readonly Fact[] {
  return elements.length === 0 ? [] : [{ name, text: elements.join(', ') }];
}

function linkOf(element: JsonValue): readonly string[] {
  const link = valueAt(element, ['link']);
  return typeof link === 'string' ? [asRead(link)] : [];
}

function namesAt(event: JsonObject, field: string): readonly string[] {
  return membersAt(event, [field]).map(([name]) => name);
}
