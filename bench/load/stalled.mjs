/** Clients that ask for a stream and never read it, until they are told to. */
import { offsetMark } from '../event.mjs';
import { answer } from '../processes/answer.mjs';
import { ReceivedBlocks, Sequence, sumOf } from './received-blocks.mjs';
import { request } from './request.mjs';

const clients = [];

function open(stream) {
  return new Promise((resolve, reject) => {
    const client = { sequence: new Sequence(), blocks: new ReceivedBlocks(offsetMark) };
    client.socket = request(stream);
    client.socket.on('error', reject);
    client.socket.once('data', () => {
      client.socket.pause();
      resolve();
    });
    client.socket.on('data', (chunk) => {
      for (const [offset] of client.blocks.add(chunk).marks()) client.sequence.take(offset);
    });
    clients.push(client);
  });
}

/** Resolves when all have read up to an offset, with what was left out or came twice. */
async function readUpTo({ last }) {
  const start = performance.now();
  await Promise.all(
    clients.map(
      ({ socket, sequence }) =>
        new Promise((resolve) => {
          socket.on('data', () => sequence.last >= last && resolve());
          socket.resume();
        }),
    ),
  );
  return { ms: performance.now() - start, ...sumOf(clients.map(({ sequence }) => sequence)) };
}

answer({
  open: async ({ count, ...stream }) => {
    for (let n = 0; n < count; n += 1) await open(stream);
  },
  readUpTo,
});
