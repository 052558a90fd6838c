import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

const topic = 'dc1.edit';
const partitions = [0, 1, 2];

describe('a stream that begins with gaps and is cut', () => {
  let log: MemoryLog;
  let service: Service;

  beforeEach(async () => {
    log = new MemoryLog({ logId: 'q7Zk' });
    log.createTopic(topic, partitions.length);
    for (const partition of partitions)
      for (let n = 0; n < 10; n += 1)
        log.append(topic, partition, { timestamp: 1000 + n, value: JSON.stringify({ n }) });
    service = await startService({ edit: { topics: [topic] } }, {}, log);
  });

  afterEach(() => service.close());

  const open = (query: string, id: string | undefined): Promise<RawStream> =>
    RawStream.open(`${service.url}/v2/stream/edit${query}`, id === undefined ? {} : { 'last-event-id': id });

  /** Partitions of which a gap was announced. */
  const announced = ({ blocks }: Pick<RawStream, 'blocks'>): readonly number[] =>
    blocks.flatMap(({ event, data }) =>
      event === 'gap' ? [(JSON.parse(data ?? '') as { readonly partition: number }).partition] : [],
    );

  const readAll = async (query: string, id: string | undefined): Promise<RawStream> => {
    const stream = await open(query, id);
    await stream.until(({ events }) => events.length >= 3 * partitions.length);
    stream.close();
    return stream;
  };

  it.each([
    ['by an id', ''],
    ['by a time', '?since=1000'],
  ])(
    'announces all of them before the first event, after whichever block it is cut, %s',
    async (_, query) => {
      const first = await readAll('?since=1000', undefined);
      const ownId = query === '' ? first.blocks[0]?.id : undefined;
      for (const partition of partitions) log.deleteRecordsBefore(topic, partition, 7);
      const whole = await readAll(query, ownId);
      expect(announced(whole)).toEqual(partitions);
      for (let cut = 0; cut < whole.blocks.length; cut += 1) {
        const before = whole.blocks.slice(0, cut);
        const lastId = before.flatMap(({ id }) => (id === undefined ? [] : [id])).at(-1) ?? ownId;
        const after = await open(query, lastId);
        const wanted = 3 * partitions.length - before.filter(({ event }) => event === 'message').length;
        await after.until(({ events }) => events.length >= wanted);
        after.close();
        expect([...new Set([...announced({ blocks: before }), ...announced(after)])]).toEqual(partitions);
        expect(after.events).toHaveLength(wanted);
      }
    },
  );

  it('announces all gaps of a log that broke under it, after whichever block it is cut', async () => {
    const live = await open('', undefined);
    await live.until(({ blocks }) => blocks.length === 1);
    const ownId = live.lastId;
    log.deleteTopic(topic);
    log.createTopic(topic, partitions.length);
    await live.until((stream) => announced(stream).length === partitions.length);
    live.close();
    for (let cut = 1; cut <= live.blocks.length; cut += 1) {
      const before = live.blocks.slice(0, cut);
      const lastId = before.flatMap(({ id }) => (id === undefined ? [] : [id])).at(-1) ?? ownId;
      const after = await open('', lastId);
      const all = new Set(announced({ blocks: before }));
      await after.until((stream) => new Set([...all, ...announced(stream)]).size === partitions.length);
      after.close();
    }
  });
});
