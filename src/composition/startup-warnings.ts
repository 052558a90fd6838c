import { isIP } from 'node:net';
import type { ConnectionRoom } from '../infrastructure/config/open-files.js';
import { EVERYBODY } from '../infrastructure/config/settings-schema.js';
import type { Settings } from '../infrastructure/config/settings.js';

/**
 * Warnings at the start: at most one line that lists what is open to the public, and one for limits that cannot be kept.
 * There are none for sample events, and none if only this machine can connect.
 *
 * @param room how many connections this process can open, if known
 */
export function startupWarnings(settings: Settings, room: ConnectionRoom | undefined): readonly string[] {
  return [...openness(settings), ...excess(settings, room)];
}

function openness({ kafka, http }: Settings): readonly string[] {
  if (kafka === undefined || isLoopback(http.host)) return [];
  const { clientIpConnectionLimit, adminPort, trustedProxies, maxConnections } = http;
  const open = [
    ...(clientIpConnectionLimit === undefined
      ? [`one client may open all ${maxConnections ?? ''} streams (client_ip_connection_limit is not set)`]
      : []),
    ...(adminPort === undefined ? ['/metrics and /health are public (admin_port is not set)'] : []),
    ...(trustedProxies.some((proxy) => EVERYBODY.includes(proxy))
      ? ['X-Client-IP is believed whoever sends it (trusted_proxies has everybody)']
      : []),
  ];
  if (open.length === 0) return [];
  return [
    `open to all who reach ${http.host}: ${open.join('; ')}. See docs/security.md, "Checklist"`.replace(
      '  ',
      ' ',
    ),
  ];
}

function excess({ http }: Settings, room: ConnectionRoom | undefined): readonly string[] {
  const { maxConnections } = http;
  if (room === undefined || maxConnections === undefined || maxConnections <= room.streams) return [];
  return [
    `max_connections: ${maxConnections} are more than the ${room.streams} that the limit of ${room.files} open files has room for; ` +
      'raise the limit (ulimit -n), or set fewer',
  ];
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
