import { catchError, NEVER } from 'rxjs';
import { MemoryEventSource } from '../../src/infrastructure/memory/memory-event-source.js';
import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const topic = 'dc1.edit';
const first = 10_000;

describe('a topic that is created again while its tail is slow to notice', () => {
  let log: MemoryLog;
  let service: Service;

  beforeEach(() => {
    const tail = Object.getOwnPropertyDescriptor(MemoryEventSource.prototype, 'tail')
      ?.value as MemoryEventSource['tail'];
    jest.spyOn(MemoryEventSource.prototype, 'tail').mockImplementation(function (
      this: MemoryEventSource,
      ...args
    ) {
      return tail.apply(this, args).pipe(catchError(() => NEVER));
    });
    log = new MemoryLog();
    log.createTopic(topic, 1);
  });

  afterEach(async () => {
    await service.close();
    jest.restoreAllMocks();
  });

  const append = (from: number, count: number, padding = ''): void => {
    for (let n = from; n < from + count; n += 1)
      log.append(topic, 0, { timestamp: 1000 + n, value: JSON.stringify({ n, padding }) });
  };

  const recreate = (): void => {
    log.deleteTopic(topic);
    log.createTopic(topic, 1);
    append(first, 3);
  };

  const open = (query: string, headers: Readonly<Record<string, string>> = {}): Promise<RawStream> =>
    RawStream.open(`${service.url}/v2/stream/edit${query}`, headers);

  const numbers = ({ data }: RawStream): readonly unknown[] => data.map(({ n }) => n);
  const gaps = ({ blocks }: RawStream): number => blocks.filter(({ event }) => event === 'gap').length;

  it('sends one who resumes the new events, and none of those that others have read before', async () => {
    append(0, 20);
    service = await startService({ edit: { topics: [topic] } }, { window_bytes: 0 }, log);
    const before = await open('?since=0');
    await before.until(({ events }) => events.length === 20);
    const id = before.blocks.filter(({ event }) => event === 'message')[9]?.id ?? '';
    before.close();
    recreate();
    const resumed = await open('', { 'last-event-id': id });
    await resumed.until(({ events }) => events.length >= 3);
    append(first + 3, 1);
    await resumed.until((stream) => numbers(stream).includes(first + 3));
    expect(numbers(resumed)).toEqual([first, first + 1, first + 2, first + 3]);
    expect(gaps(resumed)).toBe(1);
    resumed.close();
  });

  it('sends one who starts at its end nothing from before', async () => {
    append(0, 20);
    service = await startService({ edit: { topics: [topic] } }, {}, log);
    const before = await open('?since=0');
    await before.until(({ events }) => events.length === 20);
    before.close();
    recreate();
    const fresh = await open('');
    await fresh.until(({ blocks }) => blocks.length > 0);
    append(first + 3, 1);
    await fresh.until((stream) => numbers(stream).includes(first + 3));
    expect(numbers(fresh)).toEqual([first + 3]);
    fresh.close();
  });

  it('has one who catches up go on with the new events, not with the old ones again', async () => {
    append(0, 1000, 'x'.repeat(20_000));
    const config = { window_bytes: 0, catch_up_bytes: 16_384, max_log_readers: 2000 };
    service = await startService({ edit: { topics: [topic] } }, config, log);
    const stream = await open('?since=0');
    await stream.until(({ events }) => events.length > 10);
    stream.pause();
    recreate();
    stream.resume();
    await stream.until((got) => numbers(got).includes(first + 2));
    append(first + 3, 1);
    await stream.until((got) => numbers(got).includes(first + 3));
    const fresh = numbers(stream).indexOf(first);
    expect(numbers(stream).slice(0, fresh)).toEqual(Array.from({ length: fresh }, (_, n) => n));
    expect(numbers(stream).slice(fresh)).toEqual([first, first + 1, first + 2, first + 3]);
    expect(gaps(stream)).toBe(1);
    stream.close();
  });
});
