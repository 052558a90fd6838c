import type { AddressInfo, Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { All, Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ResponseDefaultsModule } from '../../../../src/interfaces/http/response-defaults.module.js';
import { HttpAdapter } from '../../../../src/interfaces/http/http-adapter.js';
import { headOf, RawConnection } from '../../../support/raw-connection.js';
import { startApp } from '../started-app.js';
import type { App } from '../started-app.js';
import { settingsProvider } from '../test-settings.js';

const limits = { headMs: 20_000, requestMs: 30_000, checkMs: 5000, silentMs: 60_000 };
const large = 'x'.repeat(32 * 1024 * 1024);

@Controller()
class HeldController {
  /** Requests that have reached the application, by path. */
  readonly asked: string[] = [];
  readonly held: Response[] = [];

  @All('held/:name')
  hold(@Req() { path }: Request, @Res() response: Response): void {
    this.asked.push(path);
    this.held.push(response);
  }

  @All('now/:name')
  now(@Req() { path }: Request, @Res() response: Response): void {
    this.asked.push(path);
    response.send(`<${path}>`);
  }

  @All('large')
  large(@Res() response: Response): void {
    response.send(large);
  }
}

describe('requests on one connection', () => {
  let app: App;
  let controller: HeldController;
  const connections: RawConnection[] = [];

  async function start(changes: Partial<typeof limits> = {}): Promise<void> {
    const metadata = {
      imports: [ResponseDefaultsModule.register({ providers: [settingsProvider()] })],
      controllers: [HeldController],
    };
    app = await startApp(metadata, undefined, new HttpAdapter({ ...limits, ...changes }));
    controller = app.get(HeldController);
    await app.listen(0, '127.0.0.1');
  }

  const portOf = (): number => (app.getHttpServer().address() as AddressInfo).port;

  function open(): RawConnection {
    const connection = RawConnection.open(portOf());
    connections.push(connection);
    return connection;
  }

  /** All that was sent before has been read, where it is read at all. */
  async function settled(): Promise<void> {
    for (let n = 0; n < 3; n += 1) {
      await RawConnection.open(portOf()).send(headOf('/nowhere', 'Connection: close\r\n')).untilClosed();
    }
  }

  afterEach(async () => {
    for (const { socket } of connections.splice(0)) socket.destroy();
    await app.close();
  });

  it('reach the application one after the other, each when the one ahead has been answered', async () => {
    await start();
    const paths = Array.from({ length: 1000 }, (_, n) => `/held/${n}`);
    const connection = open().send(paths.map((path) => headOf(path)).join(''));
    await settled();
    expect(controller.asked).toEqual(['/held/0']);
    for (const [n, path] of paths.slice(0, 20).entries()) {
      while (controller.held.length <= n) await nextTurn();
      expect(controller.asked.at(-1)).toBe(path);
      controller.held[n]?.end(`<${path}>`);
      await connection.until(`<${path}>`);
    }
    expect(controller.asked.length).toBeLessThanOrEqual(21);
  });

  it('are answered in order, wherever the bytes are cut', async () => {
    await start();
    const bytes = headOf('/now/1') + headOf('/now/2') + headOf('/now/3', 'Connection: close\r\n');
    for (let cut = 0; cut < bytes.length; cut += 3) {
      const connection = open().send(bytes.slice(0, cut));
      await nextTurn();
      const { received } = await connection.send(bytes.slice(cut)).untilClosed();
      expect(received.match(/<[^>]*>/g)).toEqual(['</now/1>', '</now/2>', '</now/3>']);
    }
  });

  it('are no more once one was the last', async () => {
    await start();
    const connection = open().send(
      headOf('/held/1', 'Connection: close\r\n') + headOf('/now/2').repeat(1000),
    );
    while (controller.held.length === 0) await nextTurn();
    await settled();
    controller.held[0]?.end('done');
    expect((await connection.untilClosed()).answers).toBe(1);
    expect(controller.asked).toEqual(['/held/1']);
  });

  it.each([
    ['its length', 'Content-Length: 36\r\n', headOf('/now/2').padEnd(36, '\n')],
    [
      'in chunks',
      'Transfer-Encoding: chunked\r\n',
      `24\r\n${headOf('/now/2').padEnd(36, '\n')}\r\n0\r\n\r\n`,
    ],
  ])(
    'are none in a body, given with %s: it is ignored, and the last of its connection',
    async (_, lines, body) => {
      await start();
      const connection = open().send(headOf('/now/1', lines) + body);
      expect((await connection.untilClosed()).received).toMatch(/Connection: close[^]*<\/now\/1>$/);
      expect(controller.asked).toEqual(['/now/1']);
    },
  );

  it('behind a body in chunks end the connection', async () => {
    await start();
    const connection = open().send(
      headOf('/held/1', 'Transfer-Encoding: chunked\r\n') + '0\r\n\r\n' + headOf('/now/2'),
    );
    await connection.untilClosed();
    expect(controller.asked).toEqual(['/held/1']);
  });

  it('need not be sent with their bodies', async () => {
    await start();
    const connection = open().send(headOf('/now/1', 'Expect: 100-continue\r\nContent-Length: 5\r\n'));
    expect((await connection.untilClosed()).received).toMatch(/^HTTP\/1\.1 200 OK[^]*<\/now\/1>$/);
  });

  it.each([
    ['Transfer-Encoding: xchunked', 'Transfer-Encoding is not "chunked", leave it out'],
    ['Transfer-Encoding: gzip, chunked', 'Transfer-Encoding is not "chunked", leave it out'],
    ['Transfer-Encoding: identity', 'Transfer-Encoding is not "chunked", leave it out'],
    ['TransferEncoding: xchunked', '"TransferEncoding" is no header, Transfer-Encoding is'],
    ['Transfer_Encoding: chunked', '"Transfer_Encoding" is no header, Transfer-Encoding is'],
    ['Content_Length: 5', '"Content_Length" is no header, Content-Length is'],
    ['Host: b', 'Host is given 2 times, send it once'],
    ['hOST: a', 'Host is given 2 times, send it once'],
  ])('are refused where another could read another request: %s', async (line, why) => {
    await start();
    const connection = open().send(headOf('/now/1', `${line}\r\n`) + headOf('/now/2'));
    await connection.until('\r\n\r\n{');
    const [head = '', body = ''] = connection.received.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(JSON.parse(body)).toMatchObject({
      ...{ status: 400, type: 'bad_request', detail: `Cannot read the request: ${why}` },
    });
    connection.socket.end();
    await connection.untilClosed();
    expect(connection.answers).toBe(1);
    expect(controller.asked).toEqual([]);
  });

  it.each([
    'Content-Length: 5\r\nContent-Length: 5\r\n',
    'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n',
    'Transfer-Encoding : chunked\r\n',
    'Content Length: 5\r\n',
    'Content-Length: +5\r\n',
    'A: b\r\n folded\r\n',
    'A: b\rc\r\n',
    'A: b\nContent-Length: 5\r\n',
  ])('are refused where they are malformed: %j', async (lines) => {
    await start();
    const connection = await open().send(headOf('/now/1', lines)).until('\r\n\r\n');
    expect(connection.received).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(controller.asked).toEqual([]);
  });

  it('need a host in HTTP/1.1 and none in HTTP/1.0', async () => {
    await start();
    const without = await open().send('GET /now/1 HTTP/1.1\r\n\r\n'.repeat(100)).until('\r\n\r\n{');
    expect(without.received).toContain('Cannot read the request: Host is missing, send it');
    expect(without.answers).toBe(1);
    const old = await open().send('GET /now/2 HTTP/1.0\r\n\r\n').untilClosed();
    expect(old.received).toContain('</now/2>');
    expect(controller.asked).toEqual(['/now/2']);
  });

  it('may name their target in full, as clients do that take the service for a proxy', async () => {
    await start();
    await open().send(headOf('http://stream.example/now/1')).until('</now/1>');
  });

  it('are answered to a client that has ended its side', async () => {
    await start();
    const connection = open();
    connection.socket.end(headOf('/now/1') + headOf('/held/2') + headOf('/now/3'));
    while (controller.held.length === 0) await nextTurn();
    await settled();
    controller.held[0]?.end('<held>');
    const { received } = await connection.untilClosed();
    expect(received.match(/<[^>]*>/g)).toEqual(['</now/1>', '<held>', '</now/3>']);
  });

  it('are not answered for ever to a client that takes no byte', async () => {
    await start({ silentMs: 100 });
    const accepted = new Promise<Socket>((resolve) => app.getHttpServer().once('connection', resolve));
    const connection = open();
    connection.socket.pause();
    connection.send(headOf('/large').repeat(2));
    const socket = await accepted;
    if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
  });

  it('may wait for longer for an answer that takes its time', async () => {
    await start({ silentMs: 50 });
    const connection = open().send(headOf('/held/1'));
    while (controller.held.length === 0) await nextTurn();
    // A connection on which nothing is asked is closed after that long.
    for (let n = 0; n < 3; n += 1) await open().untilClosed();
    controller.held[0]?.end('<late>');
    await connection.until('<late>');
  });
});
