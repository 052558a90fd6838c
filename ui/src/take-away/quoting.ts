/** A text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A text as JavaScript writes it, also within a page: `</script>` would end the program. */
export function jsText(text: string): string {
  return quoted(text)
    .replaceAll('</', String.raw`<\/`)
    .replaceAll('<!--', String.raw`<\!--`);
}

/** A text as Python writes it. What JSON escapes, Python escapes in the same way. */
export function pythonText(text: string): string {
  return quoted(text);
}

/** In the quotes that leave more of it as it is. */
function quoted(text: string): string {
  const isPlain = JSON.stringify(text) === `"${text.replaceAll('"', String.raw`\"`)}"`;
  return isPlain && text.includes('"') && !text.includes("'") ? `'${text}'` : JSON.stringify(text);
}
