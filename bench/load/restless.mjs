/**
 * Clients that lose their connection again and again, by themselves or because the server goes, and resume by their
 * last id.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { offsetMark } from '../event.mjs';
import { answer } from '../processes/answer.mjs';
import { ReceivedBlocks, Sequence, sumOf } from './received-blocks.mjs';
import { request } from './request.mjs';

const retryMs = 200;
const clients = [];
let isRestless = true;
let reconnects = 0;

/** One connection, to its end. */
function listen(client, stream, longestMs) {
  return new Promise((resolve) => {
    const blocks = new ReceivedBlocks(offsetMark);
    const socket = request({ ...stream, lastEventId: client.lastEventId });
    const cut = setTimeout(() => isRestless && socket.destroy(), Math.random() * longestMs);
    socket.on('data', (chunk) => {
      for (const [offset] of blocks.add(chunk).marks()) client.sequence.take(offset);
      client.lastEventId = blocks.lastEventId() ?? client.lastEventId;
      client.hasBegun();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(cut);
      resolve();
    });
  });
}

async function keepListening(client, stream, longestMs) {
  for (;;) {
    await listen(client, stream, longestMs);
    reconnects += 1;
    await pause(Math.random() * retryMs);
  }
}

function open({ count, longestMs, ...stream }) {
  return Promise.all(
    Array.from({ length: count }, () => {
      const client = { sequence: new Sequence() };
      clients.push(client);
      const begun = new Promise((resolve) => (client.hasBegun = resolve));
      void keepListening(client, stream, longestMs);
      return begun;
    }),
  ).then(() => undefined);
}

answer({
  open,
  rest: () => void (isRestless = false),
  exactness: () => ({
    reconnects,
    ...sumOf(clients.map(({ sequence }) => sequence)),
    leastLast: Math.min(...clients.map(({ sequence }) => sequence.last)),
  }),
});
