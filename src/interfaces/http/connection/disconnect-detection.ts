import type { Socket } from 'node:net';

/** After how long without another word a client that has ended its side is asked again whether it still reads. */
const probesMs = [0, 0, 50, 250, 1000];

/**
 * Watches what the client of a stream does on its connection, from the head of the answer on.
 *
 * - A request behind a stream would wait for an end that may never come: it ends the connection. Empty lines, which
 *   some clients send behind a request, do not.
 * - A client that ends its side may still read, or be gone. Only a write tells: what it is answered by a machine on
 *   which nobody reads any more is an error of the next write. So it is sent signs of life at once, further and further
 *   apart.
 *
 * @param probe writes a sign of life, where nothing waits to be written
 */
export function detectDisconnect(socket: Socket, probe: () => void): void {
  // Node's parser is in charge no more: the end of a stream is the end of its connection.
  socket.removeAllListeners('data');
  socket.on('data', endBehind);
  socket.resume();
  if (socket.readableEnded) probeFrom(socket, probe, 0);
  else socket.once('end', () => probeFrom(socket, probe, 0));
}

function endBehind(this: Socket, bytes: Buffer): void {
  if (bytes.some((byte) => byte !== 0x0d && byte !== 0x0a)) this.destroy();
}

function probeFrom(socket: Socket, probe: () => void, index: number): void {
  const waitMs = probesMs[index];
  if (waitMs === undefined || !socket.writable) return;
  probe();
  const again = (): void => probeFrom(socket, probe, index + 1);
  if (waitMs === 0) setImmediate(again);
  else {
    const timer = setTimeout(again, waitMs);
    socket.once('close', () => clearTimeout(timer));
  }
}
