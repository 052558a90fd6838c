/** Characters that JSON allows in its text and that some clients treat as line breaks. */
const BREAKS = ['\n', '\r', '\u0085', '\u2028', '\u2029'];
const ANY_BREAK = new RegExp(`[${BREAKS.join('')}]`, 'g');

/**
 * Returns valid JSON on one line, for clients that split at any Unicode line break.
 *
 * A raw CR or LF can only occur between tokens and becomes a space; U+0085, U+2028 and U+2029 can only occur in strings
 * and become equivalent `\u` escapes.
 */
export function toSingleLine(json: string): string {
  // Five searches are six times as fast as one regular expression, and nearly every event has no such character.
  return BREAKS.some((character) => json.includes(character)) ? json.replace(ANY_BREAK, withoutBreak) : json;
}

function withoutBreak(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x20 ? ' ' : `\\u${code.toString(16).padStart(4, '0')}`;
}
