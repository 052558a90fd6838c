import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv4 } from 'node:net';
import { truncateForLog } from './truncate-for-log.js';

/** How many addresses are remembered: looking one up in a list of blocks costs a hundredth of opening a stream. */
const maxKnownAddresses = 10_000;

/** Whether a proxy at an address is trusted in what it says about its clients. */
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
  const known = new Map<string, boolean>();
  return (address) => {
    const told = known.get(address);
    if (told !== undefined) return told;
    // The address of a closed connection is not known.
    const isTrusted = isIP(address) !== 0 && list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
    if (known.size >= maxKnownAddresses) known.clear();
    known.set(address, isTrusted);
    return isTrusted;
  };
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
