/**
 * Clients that do what a browser does when a stream ends: wait as long as they were told, and come back with their last
 * id.
 */
import { madeMark, offsetMark } from '../event.mjs';
import { ReceivedBlocks, Sequence, sumOf } from '../load/received-blocks.mjs';
import { request } from '../load/request.mjs';
import { answer } from '../processes/answer.mjs';

/** One in so many is followed event by event. */
const followedEvery = 50;
const clients = [];
const asked = [];
const live = [];
const outages = [];
let [ports, path, startedAt] = [[], '', 0];
let [bytes, events] = [0, 0];
let away = [];
let wake = () => undefined;

const sinceMs = () => performance.now() - startedAt;

/** As a balancer that picks at random does it: a refused connection goes elsewhere. */
function connect(client, port = ports[Math.floor(Math.random() * ports.length)]) {
  const socket = request({ port, path, lastEventId: client.lastEventId });
  Object.assign(client, { socket, port });
  const blocks = new ReceivedBlocks(madeMark);
  const followed = new ReceivedBlocks(offsetMark);
  let isLive = false;
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    if (!isLive) {
      isLive = true;
      client.retryMs = Number(/\nretry: (\d+)/.exec(chunk.toString('latin1'))?.[1] ?? client.retryMs);
      live.push(sinceMs());
      if (client.endedMs !== undefined) outages.push(sinceMs() - client.endedMs);
      wake();
    }
    client.lastEventId = blocks.add(chunk).lastEventId() ?? client.lastEventId;
    if (client.sequence) follow(client.sequence, followed.add(chunk), chunk.length);
  });
  socket.on('close', () => {
    if (client.socket !== socket) return;
    if (!isLive) {
      setTimeout(() => connect(client, ports.find((other) => other !== port) ?? port), 1);
      return;
    }
    client.endedMs = sinceMs();
    setTimeout(() => {
      asked.push(sinceMs());
      connect(client);
    }, client.retryMs);
  });
}

function follow(sequence, blocks, length) {
  bytes += length;
  for (const [offset] of blocks.marks()) {
    sequence.take(offset);
    events += 1;
  }
}

async function liveAgain(count) {
  while (live.length < count) await new Promise((resolve) => (wake = resolve));
}

function begin() {
  startedAt = performance.now();
  for (const times of [asked, live, outages]) times.length = 0;
  [bytes, events] = [0, 0];
}

/** Loses those of one instance, which are not to come back yet. */
function cut({ port }) {
  away = clients.filter((client) => client.port === port);
  for (const client of away) {
    const { socket } = client;
    client.socket = undefined;
    socket.destroy();
  }
}

/** They come back to it at once: how many it makes live a second. */
async function rush({ port }) {
  begin();
  for (const client of away) connect(client, port);
  await liveAgain(away.length);
  return { perSecond: (1000 * away.length) / sinceMs() };
}

answer({
  cut,
  rush,
  async open({ count, ...where }) {
    ({ ports, path } = where);
    begin();
    for (let n = 0; n < count; n += 1) {
      const client = { retryMs: 3000, ...(n % followedEvery === 0 && { sequence: new Sequence() }) };
      clients.push(client);
      connect(client, ports[n % ports.length]);
    }
    await liveAgain(count);
  },
  begin,
  bytes: () => ({ perEvent: bytes / events }),
  /** Resolves when so many are live again. */
  async moved({ count }) {
    await liveAgain(count);
    return { asked, live, outages, ...sumOf(clients.flatMap(({ sequence }) => sequence ?? [])) };
  },
});
