/** Characters of what a client says that are logged, as the request log has it. */
const most = 200;

/** What a client says of itself, as the log has it: a header may be 64 kB long. */
export function truncateForLog(text: string | undefined): string | undefined {
  return text === undefined || text.length <= most ? text : `${text.slice(0, most)}…`;
}
