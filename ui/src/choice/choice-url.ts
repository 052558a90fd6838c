import { emptyChoice, type Choice } from './choice';
import { readSince } from './read-since';

/** The choice that an address says; what it does not say is as in `emptyChoice`. */
export function choiceOf(url: URL): Choice {
  const query = url.searchParams;
  const streams = (query.get('streams') ?? '').split(',').map((name) => name.trim());
  return {
    streams: [...new Set(streams)].filter((name) => name !== ''),
    since: readSince(query.get('since') ?? ''),
    filter: query.get('filter') ?? '',
    search: query.get('search') ?? '',
    order: query.get('order') === 'newest-last' ? 'newest-last' : 'newest-first',
    field: query.get('field') ?? '',
  };
}

/** This address with that choice: what is as in `emptyChoice` is left out. */
export function withChoice(url: URL, choice: Choice): URL {
  const said = new URL(url);
  for (const name of Object.keys(emptyChoice) as (keyof Choice)[]) {
    const value = String(choice[name]);
    if (value === String(emptyChoice[name])) said.searchParams.delete(name);
    else said.searchParams.set(name, value);
  }
  // Commas may stand as they are in a query, and names read better with them.
  said.search = said.search.replaceAll('%2C', ',');
  return said;
}
