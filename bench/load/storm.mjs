/** Many clients that are cut at once, and all resume at once by their last ids. */
import { madeMark, nowMicros, offsetMark } from '../event.mjs';
import { answer } from '../processes/answer.mjs';
import { ReceivedBlocks, Sequence, sumOf } from './received-blocks.mjs';
import { request } from './request.mjs';

/** One in so many is followed event by event. */
const followedEvery = 50;
const clients = [];

/** Resolves when it has an event that was made later than it asked: all before that has come. */
function connectClient(client, stream) {
  return new Promise((resolve, reject) => {
    const start = nowMicros();
    let firstByteMs;
    const blocks = new ReceivedBlocks(madeMark);
    const followed = new ReceivedBlocks(offsetMark);
    client.socket = request({ ...stream, lastEventId: client.lastEventId });
    client.socket.on('error', reject);
    client.socket.on('data', (chunk) => {
      const elapsedMs = (nowMicros() - start) / 1000;
      firstByteMs ??= elapsedMs;
      client.lastEventId = blocks.add(chunk).lastEventId() ?? client.lastEventId;
      if (client.sequence) for (const [offset] of followed.add(chunk).marks()) client.sequence.take(offset);
      const [, made] = blocks.lastMark() ?? [];
      if (made >= start) resolve({ firstByteMs, liveMs: elapsedMs });
    });
  });
}

async function open({ count, ...stream }) {
  for (let n = 0; n < count; n += 1) {
    clients.push(n % followedEvery === 0 ? { sequence: new Sequence() } : {});
  }
  await Promise.all(clients.map((client) => connectClient(client, stream)));
}

answer({
  open,
  cut: () => clients.forEach(({ socket }) => socket.destroy()),
  resume: (stream) => Promise.all(clients.map((client) => connectClient(client, stream))),
  exactness: () => sumOf(clients.flatMap(({ sequence }) => sequence ?? [])),
});
