import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

/** A response that has ended. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Headers of a request. */
export type Headers = Readonly<Record<string, string>>;

/** Asks on a connection of its own, and waits for the end of the answer. */
export function ask(url: string, headers: Headers = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, method, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    sent.on('error', reject).end();
  });
}
