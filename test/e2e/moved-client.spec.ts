import { EventSource } from 'eventsource';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import { Forwarder } from '../support/forwarder.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';

const topic = 'dc1.edit';
const streams = { edit: { topics: [topic] } };

describe('a client like a browser, behind a load balancer', () => {
  let log: MemoryLog;
  let first: Service;
  let second: Service;
  let balancer: Forwarder;
  let source: EventSource | undefined;
  let produced = 0;

  const append = (): void => {
    log.append(topic, 0, { timestamp: 1000 + produced, value: `{"n":${produced}}` });
    produced += 1;
  };

  beforeEach(async () => {
    produced = 0;
    log = new MemoryLog();
    log.createTopic(topic, 1);
    first = await startService(streams, { retry_ms: 50, drain_ms: 100 }, log);
    second = await startService(streams, {}, log);
    balancer = await Forwarder.start(first.port);
  });

  afterEach(async () => {
    source?.close();
    await balancer.close();
    await second.close();
  });

  it('reconnects by itself to another instance when its own is told to stop, and misses nothing', async () => {
    source = new EventSource(`http://127.0.0.1:${balancer.port}/v2/stream/edit`);
    const received: number[] = [];
    let wake: () => void = () => undefined;
    source.addEventListener('message', ({ data }) => {
      received.push((JSON.parse(String(data)) as { n: number }).n);
      wake();
    });
    const next = (name: 'error' | 'open'): Promise<unknown> =>
      new Promise((resolve) => source?.addEventListener(name, resolve, { once: true }));
    const until = async (n: number): Promise<void> => {
      while (!received.includes(n)) await new Promise<void>((resolve) => (wake = resolve));
    };

    await next('open');
    append();
    await until(0);
    const [lost, closed] = [next('error'), first.close()];
    await lost;
    append();
    await closed;
    const opened = next('open');
    balancer.to(second.port);
    append();
    await opened;
    append();
    await until(3);
    expect(received).toEqual([0, 1, 2, 3]);
  });
});
