import { connect } from 'node:net';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const topic = 'dc1.edit';
const streams = { edit: { topics: [topic] } };
const readerCount = 50;
/** Long enough for what happens while it drains, on a busy machine. */
const drainMs = 5000;

describe('a service that is told to stop', () => {
  let log: MemoryLog;
  let first: Service;
  let second: Service;
  let produced = 0;

  const append = (): void => {
    log.append(topic, 0, { timestamp: 1000 + produced, value: `{"n":${produced}}` });
    produced += 1;
  };
  const openAll = async (): Promise<readonly RawStream[]> => {
    const readers = await Promise.all(
      Array.from({ length: readerCount }, () => RawStream.open(`${first.url}/v2/stream/edit`)),
    );
    await Promise.all(readers.map((reader) => reader.until(({ blocks }) => blocks.length > 0)));
    return readers;
  };

  beforeEach(async () => {
    produced = 0;
    log = new MemoryLog();
    log.createTopic(topic, 1);
    first = await startService(streams, { drain_ms: drainMs }, log);
    second = await startService(streams, {}, log);
  });

  afterEach(() => second.close());

  it('ends all its streams cleanly, spread over drain_ms', async () => {
    const readers = await openAll();
    const started = performance.now();
    const closing = first.close();
    await Promise.any(readers.map((reader) => reader.untilEnd()));
    expect(readers.some(({ ended }) => !ended)).toBe(true);
    await Promise.all(readers.map((reader) => reader.untilEnd()));
    expect(performance.now() - started).toBeGreaterThan(drainMs / 2);
    await closing;
    expect(readers.every(({ complete }) => complete)).toBe(true);
    expect(log.openTails).toBe(1);
  });

  it('accepts no connection meanwhile, and open streams go on receiving', async () => {
    const readers = await openAll();
    const closing = first.close();
    await refused(first.port);
    append();
    await readers.at(-1)?.until(({ events }) => events.length === 1);
    await Promise.all(readers.map((reader) => reader.untilEnd()));
    await closing;
    expect(readers.every(({ complete }) => complete)).toBe(true);
  });

  it('loses no event to clients that go on elsewhere by their last id', async () => {
    const readers = await openAll();
    const closing = first.close();
    const moved = readers.map(async (reader) => {
      await reader.untilEnd();
      append();
      const again = await RawStream.open(`${second.url}/v2/stream/edit`, {
        'Last-Event-ID': reader.lastId ?? '',
      });
      return [reader, again] as const;
    });
    const pairs = await Promise.all(moved);
    await closing;
    append();
    const all = Array.from({ length: produced }, (_, n) => n);
    for (const [before, after] of pairs) {
      await after.until(({ data }) => data.at(-1)?.['n'] === produced - 1);
      expect([...before.data, ...after.data].map(({ n }) => n)).toEqual(all);
      after.close();
    }
  });
});

/** Resolves once nobody listens at a port of this machine. */
async function refused(port: number): Promise<void> {
  for (;;) {
    const isRefused = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.on('connect', () => resolve(false));
      socket.on('error', () => resolve(true));
      socket.on('connect', () => socket.destroy());
    });
    if (isRefused) return;
  }
}

describe('the log of a service that is told to stop', () => {
  it('says how many streams there are to end, and over how long', async () => {
    const log = new MemoryLog();
    log.createTopic(topic, 1);
    const service = await startService(streams, { drain_ms: 100 }, log);
    await RawStream.open(`${service.url}/v2/stream/edit`);
    await service.close();
    const lines = service.logText().split('\n');
    const line = lines.find((text) => text.includes('"msg":"draining"')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ level: 'info', streams: 1, drainMs: 100 });
  });
});
