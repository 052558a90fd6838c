import type { IncomingMessage, ServerResponse } from 'node:http';
import type {} from 'pino-http';

/** The only headers that are logged; others may contain credentials. */
const LOGGED_HEADERS = [
  'cache-control',
  'content-type',
  'content-length',
  'if-match',
  'user-agent',
  'x-request-id',
] as const;

/** Maximum length of a logged value from the client, in characters: a `last_event_id` may have many kilobytes. */
const MAX_LENGTH = 200;

/** Returns the properties of a request that are logged. */
export function describeRequest(request: IncomingMessage): object {
  const [path = '', query] = (request.url ?? '').split(/\?(.*)/s);
  return {
    id: request.id,
    method: request.method,
    path: cut(path),
    ...(query !== undefined && query !== '' && { query: cut(query) }),
    remoteAddress: request.socket.remoteAddress,
    headers: loggedHeaders(request),
  };
}

/** Returns the properties of a response that are logged. */
export function describeResponse(response: ServerResponse): object {
  return { status: response.statusCode };
}

function loggedHeaders({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  const logged: Record<string, string> = {};
  for (const name of LOGGED_HEADERS) {
    const value = headers[name];
    if (typeof value === 'string') logged[name] = cut(value);
  }
  return logged;
}

function cut(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}…`;
}
