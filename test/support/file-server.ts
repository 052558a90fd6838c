import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a path is answered with: a text (200), a status, or a function that answers, or does not. */
export type Served = string | number | ((response: ServerResponse) => void);

/** A web server of files on the loopback interface; what it serves may change while it runs. */
export interface FileServer {
  readonly url: string;
  /** By path; what is not there is 404. */
  readonly files: Map<string, Served>;
  /** Paths asked for so far, in order. */
  readonly asked: string[];
  /** Headers of the last request. */
  readonly lastHeaders: () => IncomingHttpHeaders;
  close(): Promise<void>;
}

/** @param files by path */
export async function serveFiles(files: Readonly<Record<string, Served>>): Promise<FileServer> {
  const served = new Map(Object.entries(files));
  const asked: string[] = [];
  let headers: IncomingHttpHeaders = {};
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    ({ headers } = request);
    const file = served.get(path) ?? 404;
    if (typeof file === 'function') file(response);
    else if (typeof file === 'number') response.writeHead(file).end();
    else response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files: served,
    asked,
    lastHeaders: () => headers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
