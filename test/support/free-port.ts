import { createServer } from 'node:net';

/** Below what systems give to outgoing connections (32768 and up on Linux), which are many in some tests. */
const [lowestPort, highestPort] = [15_000, 32_000];

/**
 * A port of the loopback interface that is free, and most likely stays so while nobody listens: for a process that
 * cannot choose one itself, or starts again at the same one.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowestPort + Math.floor(Math.random() * (highestPort - lowestPort));
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
