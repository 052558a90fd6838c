import { connect } from 'node:net';
import { platform } from 'node:os';

/** A loopback address per process: the ports that an ended load has left waiting are not in the way of the next. */
const localAddress =
  platform() === 'linux' ? `127.${1 + ((process.pid >> 8) % 250)}.${process.pid & 255}.1` : undefined;

/** The path of one of many readers: each may ask for something of its own. */
export function pathOf(path, n) {
  return path.replaceAll('{n}', String(n));
}

/**
 * A raw socket that asks for a stream as a browser's EventSource does, and carries on by its own events.
 *
 * @param {{port: number, path: string, lastEventId?: string, coding?: string}} stream `coding`: its `Accept-Encoding`
 */
export function request({ port, path, lastEventId, coding }, options = {}) {
  const socket = connect({ port, host: '127.0.0.1', localAddress, ...options });
  const resume = lastEventId === undefined ? '' : `Last-Event-ID: ${lastEventId}\r\n`;
  const accept = coding === undefined ? '' : `Accept-Encoding: ${coding}\r\n`;
  const asBrowser = 'User-Agent: Mozilla/5.0\r\nCache-Control: no-cache\r\nAccept: text/event-stream\r\n';
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${asBrowser}${resume}${accept}\r\n`);
  return socket;
}
