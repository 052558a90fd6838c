import { readdirSync } from 'node:fs';
import { ask } from '../support/answer.js';
import { BuiltService } from '../support/built-service.js';
import { headOf, RawConnection } from '../support/raw-connection.js';
import { ServiceProcess } from '../support/service-process.js';

/** Room for 160 connections, and for 140 streams. */
const maxFiles = 256;

describe('a service that nobody has configured, with few files to open', () => {
  let built: BuiltService;
  let service: ServiceProcess;
  const connections: RawConnection[] = [];

  beforeAll(() => (built = BuiltService.build()));
  afterAll(() => built.remove());

  beforeEach(async () => {
    const config = { sample_history_ms: 0, stream_ui_enabled: false };
    service = await ServiceProcess.start(built.main, config, { maxFiles });
  });

  afterEach(async () => {
    for (const { socket } of connections.splice(0)) socket.destroy();
    await service.signal('SIGKILL');
  });

  function open(): RawConnection {
    const connection = RawConnection.open(Number(new URL(service.url ?? '').port));
    connections.push(connection);
    return connection;
  }

  it('answers too_busy before it has no room, and goes on with all that is open', async () => {
    const stream = headOf('/v2/stream/mediawiki.recentchange');
    for (let n = 0; n < 140; n += 1) await open().send(stream).until(':ok\n');
    for (let n = 0; n < 5; n += 1) {
      const refused = await open().send(stream).until('"type":"too_busy"');
      expect(refused.received).toMatch(/^HTTP\/1\.1 503 /);
    }
    expect((await ask(`${service.url}/_info`)).status).toBe(200);
    for (const connection of connections.slice(0, 140)) {
      connection.received = '';
      await connection.until('event: message');
    }
  });

  it('opens no more files than it may, however many connect, and serves again when they have left', async () => {
    const reader = await open().send(headOf('/v2/stream/mediawiki.recentchange')).until(':ok\n');
    // Those beyond the room are closed at once; the others are given their time to ask.
    let dropped = 0;
    const enough = new Promise<void>((resolve) => {
      for (let n = 0; n < 400; n += 1)
        void open()
          .untilClosed()
          .then(() => (dropped += 1) === 200 && resolve());
    });
    await enough;
    expect(readdirSync(`/proc/${service.pid}/fd`).length).toBeLessThan(maxFiles);
    reader.received = '';
    await reader.until('event: message');
    for (const connection of connections) if (connection !== reader) connection.socket.destroy();
    const served = async (): Promise<boolean> =>
      ask(`${service.url}/_info`).then(
        ({ status }) => status === 200,
        () => false,
      );
    while (!(await served())) await new Promise(setImmediate);
    expect(service.logText).toContain('cannot accept another connection');
    expect(service.logText).not.toContain('EMFILE');
  });
});
