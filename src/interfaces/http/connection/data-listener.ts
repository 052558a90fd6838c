import type { Socket } from 'node:net';

/**
 * Replaces all listeners for the data of a socket by one.
 *
 * The new one is added first: if an event had no listener in between, V8 would turn the socket's table of listeners into
 * a hash table, which takes 0.8 kB for each connection.
 */
export function replaceDataListener(socket: Socket, listener: (bytes: Buffer) => void): void {
  const before = socket.listeners('data') as (() => void)[];
  socket.on('data', listener);
  for (const one of before) socket.off('data', one);
}
