import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv4 } from 'node:net';
import { truncateForLog } from './truncate-for-log.js';

/** Whether a proxy at an address is believed in what it says of its clients. */
export type Trusts = (address: string) => boolean;

/** @param proxies addresses and CIDR blocks */
export function trustedProxies(proxies: readonly string[]): Trusts {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', prefix] = proxy.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  // Of a connection that has closed the address is not known any more.
  return (address) => isIP(address) !== 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** The client's address as the proxy in front says it; `undefined`: it does not, or is not believed. */
export function clientIp({ headers, socket }: IncomingMessage, trusts: Trusts): string | undefined {
  const peer = (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '');
  const said = headers['x-client-ip'];
  return trusts(peer) && typeof said === 'string' ? said.trim() : undefined;
}

/**
 * The client's address for the log, as far as those who say so are believed. A connection that has closed does not know
 * where it was from.
 */
export function clientAddress(request: IncomingMessage, trusts: Trusts): string | undefined {
  return truncateForLog(clientIp(request, trusts)) ?? request.socket.remoteAddress;
}
