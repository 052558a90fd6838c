import { EventSource } from 'eventsource';
import { WikimediaStream } from 'wikimedia-streams';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';

const topic = 'eqiad.mediawiki.recentchange';
const name = 'mediawiki.recentchange';
const streams = { [name]: { topics: [topic], stream_aliases: ['recentchange'] } };

describe('a client whose connections are ended cleanly', () => {
  let log: MemoryLog;
  let service: Service;
  const open: { close(): void }[] = [];

  const append = (n: number): number =>
    log.append(topic, 0, { timestamp: 1000 + n, value: JSON.stringify({ n, meta: { stream: name } }) });

  /** It knows no host but its own; to a proxy it says the whole address. */
  const wikimediaStream = (got: Numbers): WikimediaStream => {
    const options = { proxy: service.url, autoStart: false };
    const stream = new WikimediaStream('recentchange', options);
    stream.on('recentchange', (event: unknown) => got.add(event));
    open.push(stream);
    return stream;
  };

  beforeEach(async () => {
    log = new MemoryLog();
    log.createTopic(topic, 1);
    // Streams are cut often, so that clients come back by themselves.
    service = await startService(streams, { max_connection_ms: 300, heartbeat_ms: 100, retry_ms: 20 }, log);
  });

  afterEach(async () => {
    for (const client of open.splice(0)) client.close();
    await service.close();
  });

  it('eventsource receives every event once, over many connections', async () => {
    const got = new Numbers();
    const source = new EventSource(`${service.url}/v2/stream/recentchange`);
    open.push(source);
    let opened = 0;
    source.addEventListener('open', () => (opened += 1));
    source.addEventListener('message', (event) => got.add(JSON.parse(String(event.data))));
    await new Promise((resolve) => source.addEventListener('open', resolve, { once: true }));
    let n = 0;
    while (opened < 4) {
      append((n += 1));
      await got.until(n);
    }
    source.close();
    expect(got.all).toEqual(Array.from({ length: n }, (_, index) => index + 1));
  });

  it('wikimedia-streams receives every event once, over many connections', async () => {
    const got = new Numbers();
    const stream = wikimediaStream(got);
    let opened = 0;
    stream.on('open', () => (opened += 1));
    await stream.open();
    let n = 0;
    while (opened < 3) {
      append((n += 1));
      await got.until(n);
    }
    stream.close();
    expect(stream.lastEventId).toMatchObject([{ topic, partition: 0, offset: n }]);
    expect(got.all).toEqual(Array.from({ length: n }, (_, index) => index + 1));
  });
});

/** The numbers of the events that came, and those who wait for one. */
class Numbers {
  readonly all: number[] = [];
  private wake: () => void = () => undefined;

  /** @param event with its number as `n` */
  add(event: unknown): void {
    this.all.push((event as { n: number }).n);
    this.wake();
  }

  async until(n: number): Promise<void> {
    while (!this.all.includes(n)) await new Promise<void>((resolve) => (this.wake = resolve));
  }
}
