import type { Socket } from 'node:net';

/**
 * Finds out whether a client that has closed its side of a connection still reads, or is gone. The two look the same
 * until something is written: if nobody reads, the peer answers with a reset, and the next write fails.
 *
 * @param delaysMs the delay before each write, from when the client closed its side
 *
 * @param write writes something that clients ignore
 *
 * @returns stops probing
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
