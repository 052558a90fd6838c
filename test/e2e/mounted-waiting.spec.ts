import type { CanActivate, INestApplication } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { MemoryLog } from 'eventstreams';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Server } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { headOf, RawConnection } from '../support/raw-connection.js';
import { RawStream } from '../support/sse-client.js';
import { editsFrom, startHost } from './host-application.js';

/** Lets nobody past before it is opened. */
class Gate implements CanActivate {
  readonly reached: Promise<void>;
  private readonly opened: Promise<boolean>;
  private arrive: () => void = () => undefined;
  private letAllPast: (mayPass: true) => void = () => undefined;

  constructor() {
    this.reached = new Promise((resolve) => (this.arrive = resolve));
    this.opened = new Promise((resolve) => (this.letAllPast = resolve));
  }

  canActivate(): Promise<boolean> {
    this.arrive();
    return this.opened;
  }

  open(): void {
    this.letAllPast(true);
  }
}

describe('a request that waits to be let in', () => {
  let gate: Gate;
  let app: INestApplication<Server>;
  let url: string;
  let closed: Promise<void> | undefined;
  const connections: Socket[] = [];

  async function start(owner: 'module' | 'application'): Promise<void> {
    const log = new MemoryLog();
    log.createTopic('edits', 1);
    gate = new Gate();
    const settings = { useValue: { maxConnections: 1, drainMs: 1 } };
    const edits = editsFrom(log, { settings, ...(owner === 'module' && { guard: { useValue: gate } }) });
    const providers = owner === 'application' ? [{ provide: APP_GUARD, useValue: gate }] : [];
    ({ app, url } = await startHost({ imports: [edits], providers }));
    app.getHttpServer().on('connection', (socket) => connections.push(socket));
  }

  afterEach(async () => {
    for (const socket of connections.splice(0)) socket.destroy();
    await (closed ?? app.close());
    closed = undefined;
  });

  it.each(['module', 'application'] as const)(
    'by a guard of the %s takes no place where its client has left',
    async (owner) => {
      await start(owner);
      const client = connect(Number(new URL(url).port), '127.0.0.1');
      client.write('GET /v2/stream/edits HTTP/1.1\r\nHost: a\r\n\r\n');
      await gate.reached;
      client.destroy();
      const [socket] = connections;
      if (socket && !socket.closed) await once(socket, 'close');
      gate.open();
      const { response } = await RawStream.open(`${url}/v2/stream/edits`);
      expect(response.statusCode).toBe(200);
    },
  );

  it('behind another on its connection ends the connection, and neither keeps a place', async () => {
    await start('module');
    const client = RawConnection.open(Number(new URL(url).port));
    client.send(headOf('/v2/stream/edits').repeat(50));
    await gate.reached;
    await client.untilClosed();
    gate.open();
    const { response } = await RawStream.open(`${url}/v2/stream/edits`);
    expect(response.statusCode).toBe(200);
  });

  it('until the streams have been ended holds up no shutdown', async () => {
    await start('module');
    const opening = RawStream.open(`${url}/v2/stream/edits`);
    await gate.reached;
    closed = app.close();
    while (app.getHttpServer().listening) await nextTurn();
    await nextTurn();
    gate.open();
    const stream = await opening;
    await stream.untilEnd();
    expect([stream.complete, stream.blocks.length]).toEqual([true, 1]);
    await closed;
  });
});
