import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { ResponseDefaultsModule } from '../../../src/interfaces/http/response-defaults.module.js';
import { HttpAdapter } from '../../../src/interfaces/http/http-adapter.js';
import { startApp } from './started-app.js';
import type { App } from './started-app.js';
import { settingsProvider } from './test-settings.js';

const problem = JSON.stringify({
  ...{ status: 408, type: 'request_timeout', title: 'Request Timeout', detail: 'Request Timeout' },
  ...{ method: '', uri: '' },
});

@Controller()
class OpenController {
  readonly open: Response[] = [];

  @Get('open')
  answer(@Res() response: Response): void {
    this.open.push(response);
    response.write('first');
  }
}

describe('a request that takes its time', () => {
  let app: App;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    const metadata = {
      imports: [ResponseDefaultsModule.register({ providers: [settingsProvider()] })],
      controllers: [OpenController],
    };
    app = await startApp(
      metadata,
      undefined,
      new HttpAdapter({ headMs: 1000, requestMs: 1500, checkMs: 10, silentMs: 60_000 }),
    );
    await app.listen(0, '127.0.0.1');
  });

  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await app.close();
  });

  /** Sends some bytes and nothing more; `received` is what has come. */
  function send(bytes: string): { readonly socket: Socket; readonly received: () => string } {
    const socket = connect((app.getHttpServer().address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    let received = '';
    socket.setEncoding('utf8').on('data', (text: string) => (received += text));
    socket.write(bytes);
    return { socket, received: () => received };
  }

  it.each([
    ['nothing at all', ''],
    ['an unfinished head', 'GET / HTTP/1.1\r\nHost: a\r\nSlow: 1'],
    ['an unfinished body', 'POST /open HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n1'],
  ])('is closed: %s', async (_, bytes) => {
    const { socket } = send(bytes);
    await once(socket, 'close');
  });

  it('is told so', async () => {
    const { socket, received } = send('GET / HTTP/1.1\r\nHost: a\r\nSlow: 1');
    await once(socket, 'end');
    const [head = '', body] = received().split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(head).toContain('\r\nContent-Type: application/problem+json; charset=utf-8\r\n');
    expect(head).toContain('\r\nConnection: close');
    expect(body).toBe(problem);
  });

  it('costs no answer that goes on for longer than any request may', async () => {
    const { socket, received } = send('GET /open HTTP/1.1\r\nHost: a\r\n\r\n');
    while (!received().includes('first')) await once(socket, 'data');
    const [response] = app.get(OpenController).open;
    for (let n = 0; n < 2; n += 1) await once(send('GET / HTTP/1.1\r\nSlow: 1').socket, 'close');
    response?.write('second');
    while (!received().includes('second')) await once(socket, 'data');
    expect(received()).not.toContain('408');
  });
});

it('a service lets a client take 20 s for a head, 30 s for a request, and 60 s for the next byte of an answer', () => {
  const adapter = new HttpAdapter();
  adapter.initHttpServer();
  const { headersTimeout, requestTimeout, timeout } = adapter.getHttpServer();
  expect({ headersTimeout, requestTimeout, timeout }).toEqual({
    ...{ headersTimeout: 20_000, requestTimeout: 30_000, timeout: 60_000 },
  });
});
