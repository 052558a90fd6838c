/** The maximum number of characters of a client's text in the log, as in the request log. */
const most = 200;

/** Truncates text from a client for the log: a header may have 64 kB. */
export function truncateForLog(text: string | undefined): string | undefined {
  return text === undefined || text.length <= most ? text : `${text.slice(0, most)}…`;
}
