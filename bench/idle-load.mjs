/** Readers that never read, or do: raw sockets in a process of their own. When they read again, every event is counted once. */
import { connect } from 'node:net';

const readers = [];

function open(port, path, reads) {
  return new Promise((resolve, reject) => {
    const reader = { bytes: 0, offsets: [], tail: '', socket: undefined, repeated: 0, missing: 0 };
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`GET ${path} HTTP/1.0\r\nHost: localhost\r\nAccept: application/x-ndjson\r\n\r\n`);
    });
    reader.socket = socket;
    socket.once('data', () => {
      if (!reads) socket.pause();
      resolve();
    });
    socket.on('data', (chunk) => note(reader, chunk.toString('latin1')));
    socket.on('error', reject);
    readers.push(reader);
  });
}

function note(reader, text) {
  reader.bytes += text.length;
  const lines = (reader.tail + text).split('\n');
  reader.tail = lines.pop();
  for (const line of lines) {
    const found = /"partition":\d+,"offset":(\d+)\}/.exec(line);
    if (!found) continue;
    const offset = Number(found[1]);
    if (reader.last !== undefined && offset <= reader.last) reader.repeated += 1;
    if (reader.last !== undefined && offset > reader.last + 1) reader.missing += offset - reader.last - 1;
    reader.first ??= offset;
    reader.last = offset;
  }
}

process.on('message', async ({ kind, port, path, count, reads }) => {
  if (kind === 'open') {
    for (let n = 0; n < count; n += 1) await open(port, path, reads);
    process.send({ kind: 'open' });
  }
  if (kind === 'resume') for (const { socket } of readers) socket.resume();
  if (kind === 'count') {
    const sum = (key) => readers.reduce((total, reader) => total + reader[key], 0);
    const lasts = readers.map(({ last }) => last ?? -1);
    process.send({
      kind: 'count',
      repeated: sum('repeated'),
      missing: sum('missing'),
      leastLast: Math.min(...lasts),
      mostFirst: Math.max(...readers.map(({ first }) => first ?? -1)),
    });
  }
  if (kind === 'close') process.exit();
});
