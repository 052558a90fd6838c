import type { Problem } from '../../src/interfaces/http/problems/problem.js';
import type { Answer } from './answer.js';

/** Expects a problem and nothing else: all six members in their order, and the headers that every problem has. */
export function expectProblem({ status, headers, body }: Answer, problem: Problem): void {
  expect(body).toBe(JSON.stringify(problem));
  expect(status).toBe(problem.status);
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(headers['access-control-allow-origin']).toBe('*');
}

/** Expects that a later attempt is asked for, at a time that is not the same for all. */
export function expectComeBack({ headers }: Answer): void {
  expect(headers['retry-after']).toMatch(/^(?:[5-9]|1[0-5])$/);
  expect(headers.vary).toMatch(/\bAccept\b/);
}

/**
 * Expects a stream of a comment and a `retry` that say why and when to come back.
 * @param cors which pages may read it
 */
export function expectSoftRefusal({ status, headers, body }: Answer, code: string, cors = '*'): void {
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    connection: 'close',
    'access-control-allow-origin': cors,
  });
  expect(headers.vary).toMatch(/\bAccept\b/);
  expect(headers['retry-after']).toBeUndefined();
  const [, retryMs] = new RegExp(`^:${code}\\nretry: (\\d+)\\n$`).exec(body) ?? [];
  expect(Number(retryMs)).toBeGreaterThanOrEqual(5000);
  expect(Number(retryMs)).toBeLessThanOrEqual(15_000);
}
