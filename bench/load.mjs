/** Readers as raw sockets, in a process of their own: count what comes, and parse a sample of it for latency. */
import { connect } from 'node:net';

let bytes = 0;
let events = 0;
const latencies = [];
const needle = Buffer.from('event: message');
const sockets = [];

function open(port, path, isSample) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n`);
    });
    let isOpen = false;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      if (isSample) sample(chunk);
      if (isOpen) return;
      isOpen = true;
      resolve();
    });
    socket.on('error', reject);
    sockets.push(socket);
  });
}

function sample(chunk) {
  const now = Date.now();
  for (let at = chunk.indexOf(needle); at >= 0; at = chunk.indexOf(needle, at + 1)) events += 1;
  for (const [, made] of chunk.toString('latin1').matchAll(/"at":(\d{13})/g))
    latencies.push(now - Number(made));
}

const samples = 2;
process.on('message', async ({ kind, port, path, readers }) => {
  if (kind === 'open') {
    for (let n = 0; n < readers; n += 1) await open(port, path, n < samples);
    process.send({ kind: 'open' });
  }
  if (kind === 'mark') {
    [bytes, events] = [0, 0];
    latencies.length = 0;
  }
  if (kind === 'measure') {
    latencies.sort((a, b) => a - b);
    const at = (share) => latencies[Math.floor(latencies.length * share)] ?? null;
    process.send({ kind: 'load', bytes, eventsPerReader: events / samples, p50: at(0.5), p99: at(0.99) });
  }
  if (kind === 'close') process.exit();
});
