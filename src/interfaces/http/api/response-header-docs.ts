import type { ApiResponseOptions } from '@nestjs/swagger';

type Headers = NonNullable<ApiResponseOptions['headers']>;

function text(description: string, example: string): Headers[string] {
  return { description, schema: { type: 'string' }, example };
}

const everywhere: Headers = {
  'Access-Control-Allow-Origin': text('Which pages may read the answer.', '*'),
  'Access-Control-Expose-Headers': text('What such pages may read of its head.', 'etag, retry-after'),
  'X-Content-Type-Options': text('The media type is to be believed.', 'nosniff'),
  'X-Request-Id': text(
    'What the log of the service knows the request by.',
    '3e6a4e0c-5c0e-4f0a-9d5e-0d4c6d0f2a11',
  ),
};

/** The head of a stream. */
export const streamHeaders: Headers = {
  ...everywhere,
  'Cache-Control': text('No two readers get the same bytes.', 'no-cache, no-transform'),
  Connection: text('The end of a stream ends the connection.', 'close'),
  Vary: text('What decides the format.', 'Accept'),
  'X-Accel-Buffering': text('Tells proxies not to hold events back.', 'no'),
};

/** The head of a problem. */
export function problemHeaders(status: number): Headers {
  return {
    ...everywhere,
    ...(status === 405 && { Allow: text('The methods of the route.', 'GET, HEAD, OPTIONS') }),
    ...(status === 503 && {
      'Retry-After': {
        description: 'Seconds to wait before another attempt, 5 to 15 and not the same for all.',
        schema: { type: 'integer', minimum: 5, maximum: 15 },
        example: 9,
      },
    }),
  };
}
