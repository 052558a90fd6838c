import type { ApiResponseOptions } from '@nestjs/swagger';

type Headers = NonNullable<ApiResponseOptions['headers']>;

function text(description: string, example: string): Headers[string] {
  return { description, schema: { type: 'string' }, example };
}

const everywhere: Headers = {
  'Access-Control-Allow-Origin': text('The origins that may read the response.', '*'),
  'Access-Control-Expose-Headers': text('The headers that such pages may read.', 'etag, retry-after'),
  'X-Content-Type-Options': text('The media type must not be guessed.', 'nosniff'),
  'X-Request-Id': text(
    'Identifies the request in the log of the service.',
    '3e6a4e0c-5c0e-4f0a-9d5e-0d4c6d0f2a11',
  ),
};

/** The response headers of a stream. */
export const streamHeaders: Headers = {
  ...everywhere,
  'Cache-Control': text('Streams must not be cached or changed.', 'no-cache, no-transform'),
  Connection: text('The end of a stream ends the connection.', 'close'),
  Vary: text('The request header that selects the format.', 'Accept'),
  'X-Accel-Buffering': text('Tells proxies not to buffer events.', 'no'),
};

/** Returns the response headers of a problem. */
export function problemHeaders(status: number): Headers {
  return {
    ...everywhere,
    ...(status === 405 && { Allow: text('The methods of the route.', 'GET, HEAD, OPTIONS') }),
    ...(status === 503 && {
      'Retry-After': {
        description: 'Seconds to wait before you retry: 5 to 15, chosen at random.',
        schema: { type: 'integer', minimum: 5, maximum: 15 },
        example: 9,
      },
    }),
  };
}
