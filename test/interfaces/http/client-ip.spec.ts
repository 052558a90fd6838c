import type { IncomingMessage } from 'node:http';
import { clientIp, trustedProxies } from '../../../src/interfaces/http/client-ip.js';
import { settingsOf } from '../../infrastructure/config/settings-of.js';

function said(
  remoteAddress: string | undefined,
  header: string | undefined,
  proxies: readonly string[],
): unknown {
  const request = {
    socket: { remoteAddress },
    headers: { 'x-client-ip': header },
  } as unknown as IncomingMessage;
  return clientIp(request, trustedProxies(proxies));
}

describe('the address that a proxy says of its client', () => {
  it.each([
    ['anybody, where that is said', '203.0.113.7', ['0.0.0.0/0', '::/0']],
    ['anybody by IPv6, where that is said', '2001:db8::7', ['0.0.0.0/0', '::/0']],
    ['an address of this link alone', 'fe80::1%eth0', ['fe80::/10']],
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
    expect(said('10.0.0.1', undefined, ['10.0.0.1'])).toBeUndefined();
  });

  it.each([
    '127.0.0.1',
    '::1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.254',
    '192.168.1.1',
    '169.254.1.1',
    'fd00::1',
    'fe80::1',
  ])('is believed of a private network where nothing is configured: %s', (peer) => {
    expect(said(peer, '198.51.100.4', settingsOf('').http.trustedProxies)).toBe('198.51.100.4');
  });

  it.each([
    '203.0.113.7',
    '172.15.0.1',
    '172.32.0.1',
    '11.0.0.1',
    '192.169.0.1',
    '::',
    '2001:db8::1',
    'fec0::1',
  ])('is not believed of the public where nothing is configured: %s', (peer) => {
    expect(said(peer, '198.51.100.4', settingsOf('').http.trustedProxies)).toBeUndefined();
  });
});
