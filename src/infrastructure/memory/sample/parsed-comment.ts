/** A comment as HTML, as wikis send it beside its text; ours have no links to follow. */
export function parsedComment(comment: string): string {
  return comment.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
