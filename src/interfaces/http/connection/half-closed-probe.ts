import type { Socket } from 'node:net';

/**
 * Finds out whether a client that ends its side of a connection still reads, or is gone. Both look the same until
 * something is written: a machine on which nobody reads any more answers a write with a reset, which the next write
 * meets.
 *
 * @param delaysMs how long to wait before each write, from the end of the client's side on
 * @param write writes something that clients pass over
 * @returns stops it
 */
export function probeHalfClosed(socket: Socket, delaysMs: readonly number[], write: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const probe = (index: number): void => {
    const delayMs = delaysMs[index];
    if (delayMs === undefined) return;
    timer = setTimeout(() => {
      if (!socket.writable) return;
      write();
      probe(index + 1);
    }, delayMs);
  };
  const begin = (): void => probe(0);
  const stop = (): void => {
    clearTimeout(timer);
    socket.off('end', begin);
    socket.off('close', stop);
  };
  if (socket.readableEnded) begin();
  else socket.once('end', begin);
  socket.once('close', stop);
  return stop;
}
