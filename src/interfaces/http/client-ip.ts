import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv4 } from 'node:net';
import { truncateForLog } from './truncate-for-log.js';

/** How many results are cached: checking an address against the list costs a hundredth of opening a stream. */
const maxKnownAddresses = 10_000;

/** Whether the proxy at an address is trusted to report the addresses of its clients. */
export type Trusts = (address: string) => boolean;

/** @param proxies IP addresses and CIDR blocks */
export function trustedProxies(proxies: readonly string[]): Trusts {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', prefix] = proxy.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  const known = new Map<string, boolean>();
  return (address) => {
    const told = known.get(address);
    if (told !== undefined) return told;
    // The address of a closed connection is unknown.
    const isTrusted = isIP(address) !== 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
    if (known.size >= maxKnownAddresses) known.clear();
    known.set(address, isTrusted);
    return isTrusted;
  };
}

/** Returns the client's address that the proxy reports; `undefined` if it reports none or is not trusted. */
export function clientIp({ headers, socket }: IncomingMessage, trusts: Trusts): string | undefined {
  const peer = (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '');
  const said = headers['x-client-ip'];
  return trusts(peer) && typeof said === 'string' ? said.trim() : undefined;
}

/**
 * Returns the client's address for the log: the reported one if the proxy is trusted, otherwise the address of the
 * connection. `undefined` if the connection has closed.
 */
export function clientAddress(request: IncomingMessage, trusts: Trusts): string | undefined {
  return truncateForLog(clientIp(request, trusts)) ?? request.socket.remoteAddress;
}
