import type { IncomingMessage } from 'node:http';
import { clientIp, trustedProxies } from '../../../src/interfaces/http/client-ip.js';

function said(
  remoteAddress: string | undefined,
  header: string | undefined,
  proxies?: readonly string[],
): unknown {
  const request = {
    socket: { remoteAddress },
    headers: { 'x-client-ip': header },
  } as unknown as IncomingMessage;
  return clientIp(request, trustedProxies(proxies));
}

describe('the address that a proxy says of its client', () => {
  it.each([
    ['anybody, where no proxies are named', '203.0.113.7', undefined],
    ['an address', '10.0.0.1', ['10.0.0.1']],
    ['an address of a block', '10.1.2.3', ['192.0.2.1', '10.0.0.0/8']],
    ['an address as a socket for both families has it', '::ffff:10.1.2.3', ['10.0.0.0/8']],
    ['an IPv6 address', '2001:db8::1', ['2001:db8::1']],
    ['an IPv6 address that is written otherwise', '2001:db8::1', ['2001:0db8:0:0::0001']],
    ['an IPv6 address of a block', '2001:db8::1', ['2001:db8::/32']],
  ])('is believed of %s', (_, peer, proxies) => {
    expect(said(peer, ' 198.51.100.4 ', proxies)).toBe('198.51.100.4');
  });

  it.each([
    ['another address', '10.0.0.2', ['10.0.0.1']],
    ['an address outside the block', '11.0.0.1', ['10.0.0.0/8']],
    ['the other family', '::1', ['127.0.0.0/8']],
    ['an address of no list', '10.0.0.1', []],
    ['a connection that has closed', undefined, ['10.0.0.0/8']],
  ])('is not believed of %s', (_, peer, proxies) => {
    expect(said(peer, '198.51.100.4', proxies)).toBeUndefined();
  });

  it('is absent where nobody says it', () => {
    expect(said('10.0.0.1', undefined)).toBeUndefined();
  });
});
