/**
 * Characters that are equivalent to a space in a title: Unicode white space (including NBSP, NEL and BOM), one that
 * MediaWiki adds (U+180E), and `_`.
 */
const SPACES = /[\s\p{White_Space}\u180e_]+/gu;

/**
 * Returns a title in the form in which titles are compared: trimmed, each run of spaces and underscores as one `_`, in
 * lower case, in NFC.
 *
 * NFC comes last, because lower-casing can produce a sequence that composes ("J" and a caron).
 *
 * @param title a string or a number; other values are not titles
 * @returns `undefined` if the value is not a title, or is blank
 */
export function comparableTitle(title: unknown): string | undefined {
  if (typeof title !== 'string' && typeof title !== 'number') return undefined;
  const spaced = String(title).replace(SPACES, '_');
  const start = spaced.startsWith('_') ? 1 : 0;
  const end = spaced.endsWith('_') ? -1 : undefined;
  return spaced.slice(start, end).toLowerCase().normalize('NFC') || undefined;
}
