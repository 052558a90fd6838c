/** One client that reads the past. */
import { offsetMark } from '../event.mjs';
import { answer } from '../processes/answer.mjs';
import { ReceivedBlocks, Sequence } from './received-blocks.mjs';
import { request } from './request.mjs';

/** Reads up to an offset; gives how long that took, and whether anything was left out or came twice. */
function readUpTo({ last, ...stream }) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const blocks = new ReceivedBlocks(offsetMark);
    const sequence = new Sequence();
    const socket = request(stream);
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      for (const [offset] of blocks.add(chunk).marks()) sequence.take(offset);
      if (sequence.last < last) return;
      socket.destroy();
      const { count, missing, repeated } = sequence;
      resolve({ ms: performance.now() - start, count, missing, repeated });
    });
  });
}

/** Milliseconds from the connect to the first whole event. */
function firstEvent(stream) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const blocks = new ReceivedBlocks(offsetMark);
    const socket = request(stream);
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      if (blocks.add(chunk).lastMark() === undefined) return;
      socket.destroy();
      resolve(performance.now() - start);
    });
  });
}

answer({ readUpTo, firstEvent });
