import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { ResponseDefaultsModule } from '../../../../src/interfaces/http/response-defaults.module.js';
import { startApp } from '../started-app.js';
import type { App } from '../started-app.js';
import { settingsProvider } from '../test-settings.js';

@Controller()
class OpenController {
  readonly open: Response[] = [];

  @Get('open')
  answer(@Res() response: Response): void {
    this.open.push(response);
    response.write('first');
  }
}

describe('requests that Node cannot read', () => {
  let app: App;
  let port: number;

  beforeAll(async () => {
    app = await startApp({
      imports: [ResponseDefaultsModule.register({ providers: [settingsProvider()] })],
      controllers: [OpenController],
    });
    await app.listen(0, '127.0.0.1');
    ({ port } = app.getHttpServer().address() as AddressInfo);
  });

  afterAll(async () => {
    await app.close();
  });

  async function answerTo(bytes: string): Promise<{ readonly head: string; readonly body: unknown }> {
    const socket = connect(port, '127.0.0.1');
    socket.write(bytes);
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    return { head, body: JSON.parse(body) };
  }

  it('are answered 431 when their headers are too long', async () => {
    const { head, body } = await answerTo(
      `GET / HTTP/1.1\r\nHost: a\r\nLong: ${'x'.repeat(100_000)}\r\n\r\n`,
    );
    expect(head).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
    expect(head).toContain('Content-Type: application/problem+json; charset=utf-8\r\n');
    expect(head).toContain('Access-Control-Allow-Origin: https://wiki.example\r\n');
    expect(head).toContain('X-Content-Type-Options: nosniff\r\n');
    expect(body).toMatchObject({ status: 431, type: 'headers_too_large' });
  });

  it('are answered 400 when they are no HTTP', async () => {
    const { head, body } = await answerTo('what?\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(body).toMatchObject({ status: 400, type: 'bad_request' });
  });

  it('put nothing into a response that has begun', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /open HTTP/1.1\r\nHost: a\r\n\r\n');
    let received = '';
    socket.setEncoding('latin1').on('data', (part: string) => (received += part));
    while (!received.includes('first')) await once(socket, 'data');
    socket.write('what?\r\n\r\n');
    const [response] = app.get(OpenController).open;
    response?.write('second');
    while (!received.includes('second')) await once(socket, 'data');
    expect(received).not.toContain('400');
    response?.end();
    await once(socket, 'close');
    expect(received).toMatch(/second\r\n0\r\n\r\nHTTP\/1\.1 400 Bad Request\r\n/);
  });
});
