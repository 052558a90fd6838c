import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { ask } from '../support/answer.js';
import { BuiltService } from '../support/built-service.js';
import { headOf, RawConnection } from '../support/raw-connection.js';
import { startService } from '../support/service.js';
import type { Service } from '../support/service.js';
import { ServiceProcess } from '../support/service-process.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const MB = 1024 * 1024;

/**
 * A connection that sends a request so many times, reads nothing, and whose bytes have been read as far as they ever
 * will be.
 */
async function flood(url: string, path: string, times: number): Promise<RawConnection> {
  const connection = RawConnection.open(Number(new URL(url).port));
  connection.socket.pause();
  connection.send(headOf(path).repeat(times));
  for (let n = 0; n < 5; n += 1) expect((await ask(`${url}/robots.txt`)).status).toBe(200);
  return connection;
}

describe('thousands of requests on one connection, none of whose answers is read', () => {
  describe('in a process of its own', () => {
    let built: BuiltService;
    let service: ServiceProcess;

    beforeAll(async () => {
      built = BuiltService.build();
      service = await ServiceProcess.start(built.main, { sample_history_ms: 0, stream_ui_enabled: false });
    });

    afterAll(async () => {
      await service.signal('SIGKILL');
      built.remove();
    });

    it('open no file, and leave none open', async () => {
      const url = service.url ?? '';
      const openFiles = (): number => readdirSync(`/proc/${service.pid}/fd`).length;
      await ask(`${url}/docs-assets/swagger-ui-bundle.js`);
      const before = openFiles();
      for (let n = 0; n < 3; n += 1) {
        const connection = await flood(url, '/docs-assets/swagger-ui-bundle.js', 1059);
        expect(openFiles()).toBeLessThan(before + 20);
        connection.socket.destroy();
      }
      while (openFiles() > before) await ask(`${url}/robots.txt`);
    });
  });

  describe('beside other clients', () => {
    let service: Service;
    let log: MemoryLog;
    const connections: RawConnection[] = [];

    beforeEach(async () => {
      log = new MemoryLog();
      log.createTopic('t', 1);
      const streams = Object.fromEntries(
        Array.from({ length: 169 }, (_, n) => [`mediawiki.stream-${n}`, { topics: ['t'] }]),
      );
      service = await startService(streams, { batch_ms: 0 }, log);
    });

    afterEach(async () => {
      for (const { socket } of connections.splice(0)) socket.destroy();
      await service.close();
    });

    /** What is held, dead objects and what is outside of the heap included; the latter is freed later. */
    async function heldBytes(): Promise<number> {
      for (let n = 0; n < 4; n += 1) {
        collectGarbage();
        await new Promise(setImmediate);
      }
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    }

    it.each([
      ['a document', '/?spec', 1981],
      ['a stream', '/v2/stream/mediawiki.stream-0', 57_000],
    ])('cost no memory beyond what a connection may: %s', async (_, path, times) => {
      await ask(`${service.url}/?spec`);
      const before = await heldBytes();
      for (let n = 0; n < 6; n += 1) connections.push(await flood(service.url, path, times));
      expect((await heldBytes()) - before).toBeLessThan(16 * MB);
      for (const { socket } of connections.splice(0)) socket.destroy();
      while ((await heldBytes()) - before > 4 * MB) await ask(`${service.url}/robots.txt`);
    });

    it('hold up no reader', async () => {
      const reader = RawConnection.open(service.port).send(headOf('/v2/stream/mediawiki.stream-1'));
      connections.push(await reader.until(':ok\n'));
      for (let n = 0; n < 20; n += 1) {
        connections.push(await flood(service.url, '/v2/stream/mediawiki.stream-0', 5000));
        log.append('t', 0, { timestamp: 1000 + n, value: `{"n":${n}}` });
        await reader.until(`"n":${n},`);
      }
    });
  });
});
