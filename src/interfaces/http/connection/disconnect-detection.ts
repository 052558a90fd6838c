import type { Socket } from 'node:net';
import { replaceDataListener } from './data-listener.js';
import { HalfClosedProbe } from './half-closed-probe.js';

const delaysMs = [0, 0, 50, 250, 1000];

/**
 * Watches the connection of a stream after the response head has been sent.
 *
 * - A request after a stream request would wait for an end that may never come, so it closes the connection. Empty
 *   lines, which some clients send after a request, do not.
 * - A client that closes its side may still read, or may be gone. It is sent heartbeats at increasing intervals.
 *
 * @param probe writes a heartbeat if no other write is pending
 */
export function detectDisconnect(socket: Socket, probe: () => void): void {
  // Node's parser is no longer needed: the end of a stream closes its connection.
  replaceDataListener(socket, endBehind);
  socket.resume();
  new HalfClosedProbe(socket, delaysMs, probe);
}

function endBehind(this: Socket, bytes: Buffer): void {
  if (bytes.some((byte) => byte !== 0x0d && byte !== 0x0a)) this.destroy();
}
