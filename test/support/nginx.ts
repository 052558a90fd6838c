import { join } from 'node:path';
import type { ProxyProgram } from './proxy-process.js';

/** nginx; a test gives what stands in `http {}`, with `listen 127.0.0.1:{port};` in its server. */
export const nginx: ProxyProgram = {
  command: 'nginx',
  args: (folder, file) => ['-p', folder, '-c', file, '-e', 'stderr'],
  configuration,
  portTaken: 'Address already in use',
};

/** One process in the foreground that writes to its folder only; the rest is what nginx does by default. */
function configuration(folder: string, http: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `  ${name}_temp_path ${join(folder, name)};`,
  );
  const lines = [
    ...['daemon off;', 'master_process off;', `pid ${join(folder, 'pid')};`, 'error_log stderr;'],
    ...['events {}', 'http {', '  access_log off;', ...temporary, http, '}', ''],
  ];
  return lines.join('\n');
}
