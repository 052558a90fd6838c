/**
 * What stands for one space in a title: Unicode white space (NBSP, NEL and BOM included), what MediaWiki adds to it,
 * and `_`.
 */
const SPACES = /[\s\p{White_Space}\u180e_]+/gu;

/**
 * A title in the form in which titles are compared: trimmed, spaces and underscores as one `_`, lower-cased, NFC.
 *
 * NFC comes last, because lower-casing can make a sequence that composes ("J" and a caron).
 * @param title a string or a number; anything else is no title
 * @returns `undefined` for what is no title, and for a blank one
 */
export function comparableTitle(title: unknown): string | undefined {
  if (typeof title !== 'string' && typeof title !== 'number') return undefined;
  const spaced = String(title).replace(SPACES, '_');
  const start = spaced.startsWith('_') ? 1 : 0;
  const end = spaced.endsWith('_') ? -1 : undefined;
  return spaced.slice(start, end).toLowerCase().normalize('NFC') || undefined;
}
