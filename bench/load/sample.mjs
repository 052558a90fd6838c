/**
 * The few readers whose events are looked at: a process apart from the bulk, so that the bulk's work is not in the
 * latencies.
 */
import { get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { madeMark, nowMicros } from '../event.mjs';
import { quantile } from '../figures.mjs';
import { answer, stretch } from '../processes/answer.mjs';
import { ReceivedBlocks } from './received-blocks.mjs';
import { pathOf, request } from './request.mjs';

const measured = stretch();
let [bytes, ages, firstBytes] = [0, [], []];

function open(stream) {
  return new Promise((resolve) => {
    const blocks = new ReceivedBlocks(madeMark);
    const socket = request(stream);
    socket.on('data', (chunk) => {
      const now = nowMicros();
      bytes += chunk.length;
      for (const [, made] of blocks.add(chunk).marks()) ages.push((now - made) / 1000);
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** The same, compressed: Node takes the chunks apart, and zlib the rest. */
function openCompressed({ port, path }) {
  return new Promise((resolve) => {
    const blocks = new ReceivedBlocks(madeMark);
    const headers = { 'Accept-Encoding': 'gzip' };
    const sent = get({ port, path, headers, agent: false, host: '127.0.0.1' }, (response) => {
      response.on('data', (chunk) => (bytes += chunk.length));
      response.pipe(createGunzip()).on('data', (text) => {
        const now = nowMicros();
        for (const [, made] of blocks.add(text).marks()) ages.push((now - made) / 1000);
        resolve(true);
      });
    });
    sent.on('error', () => resolve(false));
  });
}

async function openMany({ count, withinMs, first, port, path, coding }) {
  let opened = 0;
  const opening = Array.from({ length: count }, async (_, n) => {
    const stream = { port, path: pathOf(path, first + n) };
    if (await (coding === 'gzip' ? openCompressed(stream) : open(stream))) opened += 1;
  });
  let timer;
  await Promise.race([
    Promise.all(opening),
    new Promise((resolve) => (timer = setTimeout(resolve, withinMs))),
  ]);
  clearTimeout(timer);
  return { opened };
}

/** New clients, one after another, beside those that are there. */
async function probe({ everyMs, ...stream }) {
  for (;;) {
    const start = performance.now();
    const socket = request(stream);
    await new Promise((resolve) => socket.once('data', resolve).once('error', resolve));
    firstBytes.push(performance.now() - start);
    socket.destroy();
    await pause(everyMs);
  }
}

answer({
  open: openMany,
  probe: (stream) => void probe(stream),
  begin: () => {
    [bytes, ages, firstBytes] = [0, [], []];
    measured.begin();
  },
  measure: () => ({
    bytes,
    events: ages.length,
    p50Ms: quantile(ages, 0.5),
    p99Ms: quantile(ages, 0.99),
    firstBytes,
    ...measured.cost(),
  }),
});
