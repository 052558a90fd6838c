/** Returns a comment as HTML, as wikis send it in addition to its text. Comments of the sample have no links. */
export function parsedComment(comment: string): string {
  return comment.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
