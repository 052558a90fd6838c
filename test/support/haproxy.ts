import type { ProxyProgram } from './proxy-process.js';

/** HAProxy; a test gives the whole configuration, with `bind 127.0.0.1:{port}` in its frontend. */
export const haproxy: ProxyProgram = {
  command: 'haproxy',
  args: (_folder, file) => ['-db', '-f', file],
  configuration: (_folder, text) => `${text}\n`,
  portTaken: 'Address already in use',
};
