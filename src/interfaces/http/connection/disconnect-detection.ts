import type { Socket } from 'node:net';
import { probeHalfClosed } from './half-closed-probe.js';

const delaysMs = [0, 0, 50, 250, 1000];

/**
 * Watches what the client of a stream does on its connection, from the head of the answer on.
 *
 * - A request behind a stream would wait for an end that may never come: it ends the connection. Empty lines, which
 *   some clients send behind a request, do not.
 * - A client that ends its side may still read, or be gone: it is sent heartbeats, further and further apart.
 *
 * @param probe writes a heartbeat, where nothing waits to be written
 */
export function detectDisconnect(socket: Socket, probe: () => void): void {
  // Node's parser is in charge no more: the end of a stream is the end of its connection.
  socket.removeAllListeners('data');
  socket.on('data', endBehind);
  socket.resume();
  probeHalfClosed(socket, delaysMs, probe);
}

function endBehind(this: Socket, bytes: Buffer): void {
  if (bytes.some((byte) => byte !== 0x0d && byte !== 0x0a)) this.destroy();
}
