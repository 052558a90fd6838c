/** A stretch of a text, and whether it is what was searched for. */
export interface MarkedPart {
  readonly text: string;
  readonly found: boolean;
}

/** What means something else in a pattern. */
const special = /[$()*+./?[\\\]^{|}]/g;

/** Cuts a text where a search occurs in it, in whatever case. Joined again the parts are the text. */
export function markedParts(text: string, search: string): readonly MarkedPart[] {
  const wanted = search.trim();
  if (wanted === '') return [{ text, found: false }];
  const pattern = new RegExp(`(${wanted.replace(special, '\\$&')})`, 'iu');
  return text.split(pattern).map((part, index) => ({ text: part, found: index % 2 === 1 }));
}
