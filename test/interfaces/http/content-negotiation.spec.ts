import type { Request } from 'express';
import { isNotModified, negotiator } from '../../../src/interfaces/http/content-negotiation.js';
import { streamFormat } from '../../../src/interfaces/http/formats/stream-format.js';
import { isRefusedBySse } from '../../../src/interfaces/http/problems/sse-refusal.js';
import { TooBusy } from '../../../src/domain/errors.js';

const longList = 'a/b,'.repeat(256);

function asking(headers: Readonly<Record<string, string>>): Request {
  return { headers, path: '/v2/stream/edit' } as unknown as Request;
}

describe('what a client says it takes', () => {
  it('counts up to 1 kB', () => {
    const accept = 'application/json'.padEnd(1024, ' ');
    expect(streamFormat(asking({ accept })).framer.format).toBe('ndjson');
    expect(isRefusedBySse(new TooBusy(''), asking({ accept: 'text/event-stream' }))).toBe(true);
    expect(negotiator(asking({ 'accept-encoding': 'gzip' })).encodings(['br', 'gzip'])).toEqual(['gzip']);
    expect(isNotModified(asking({ 'if-none-match': '"a", W/"b"' }), '"b"')).toBe(true);
  });

  it('counts as not said beyond 1 kB', () => {
    expect(streamFormat(asking({ accept: `${longList}application/json` })).framer.format).toBe('sse');
    expect(isRefusedBySse(new TooBusy(''), asking({ accept: `${longList}text/event-stream` }))).toBe(false);
    expect(negotiator(asking({ 'accept-encoding': `${longList}gzip` })).encodings(['br', 'gzip'])).toEqual(
      [],
    );
    expect(isNotModified(asking({ 'if-none-match': `${longList}"b"` }), '"b"')).toBe(false);
  });
});
