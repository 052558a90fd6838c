/** The limit: plain Node writes one shared buffer per 20 ms of events to every socket. */
import { createServer } from 'node:http';
import { eventText } from '../event.mjs';
import { answerAsTarget } from './answer-as-target.mjs';

const responses = new Set();
const server = createServer((request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.write(':ok\n\n');
  responses.add(response);
  response.on('close', () => responses.delete(response));
});

function start(rate) {
  const begin = performance.now();
  let made = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - begin) / 1000) * rate);
    let text = '';
    for (; made < due; made += 1) text += `event: message\nid: ${made}\ndata: ${eventText(made)}\n\n`;
    if (text === '') return;
    const bytes = Buffer.from(text);
    for (const response of responses) response.write(bytes);
  }, 20);
  return () => clearInterval(timer);
}

server.listen(0, '127.0.0.1', () => answerAsTarget({ port: server.address().port, path: '/', start }));
