/** A text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A text as JavaScript writes it, also within a page: `</script>` would end the program. */
export function jsText(text: string): string {
  return JSON.stringify(text)
    .replaceAll('</', String.raw`<\/`)
    .replaceAll('<!--', String.raw`<\!--`);
}

/** A text as Python writes it. What JSON escapes, Python escapes in the same way. */
export function pythonText(text: string): string {
  return JSON.stringify(text);
}
