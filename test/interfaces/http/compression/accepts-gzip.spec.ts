import { acceptsGzip } from '../../../../src/interfaces/http/compression/accepts-gzip.js';

describe('whether a client gets a stream compressed', () => {
  it.each([
    ['curl --compressed', { 'accept-encoding': 'deflate, gzip, br, zstd' }, true],
    ['a browser', { 'accept-encoding': 'gzip, deflate, br, zstd', 'sec-fetch-mode': 'cors' }, true],
    ["Node's fetch", { 'accept-encoding': 'gzip, deflate', 'sec-fetch-mode': 'cors' }, true],
    ["Go's net/http", { 'accept-encoding': 'gzip' }, true],
    ['a program that asks for it', { 'accept-encoding': 'gzip;q=1.0, identity;q=0.5' }, true],
    ['a program that says nothing', {}, false],
    ["Python's requests", { 'accept-encoding': 'gzip, deflate' }, false],
    ["Python's requests with brotli", { 'accept-encoding': 'gzip, deflate, br' }, false],
    ["Python's requests with all there is", { 'accept-encoding': 'gzip, deflate, br, zstd' }, false],
    ['aiohttp', { 'accept-encoding': 'gzip,deflate' }, false],
    ['a client that refuses it', { 'accept-encoding': 'gzip;q=0, identity' }, false],
    ['a client that prefers none', { 'accept-encoding': 'identity, gzip;q=0.5' }, false],
    ['a client that takes only another', { 'accept-encoding': 'br' }, false],
  ])('%s', (_, headers, expected) => {
    expect(acceptsGzip({ headers })).toBe(expected);
  });
});
