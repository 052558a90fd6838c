import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../support/kafka-broker.js';
import type { KafkaBroker } from '../support/kafka-broker.js';
import type { Service } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';
import { numbered, received, receivedLines, serveTopics, uniqueTopic } from './kafka-streams.js';

describeKafka('streams whose topics grow on Kafka', () => {
  let broker: KafkaBroker;
  let service: Service;
  let there: string;
  let later: string;

  beforeAll(async () => {
    broker = await startKafka();
  }, kafkaStartTimeoutMs);

  afterAll(() => broker.stop());

  beforeEach(async () => {
    there = uniqueTopic();
    later = `${there}.later`;
    await broker.writer.createTopic(there, 1);
    await append(there, 0, 'old');
    service = await serveTopics(broker, [there, later]);
  });

  afterEach(() => service.close());

  const append = (topic: string, partition: number, ...ns: readonly string[]): Promise<void> =>
    broker.writer.produce(
      topic,
      partition,
      ns.map((n) => numbered(n)),
    );

  /** Resolves when its place has been found. */
  const open = async (headers: Readonly<Record<string, string>> = {}): Promise<RawStream> => {
    const stream = await RawStream.open(`${service.url}/v2/stream/edit`, headers);
    return stream.until(
      ({ blocks, response }) => blocks.length > 0 || headers['accept'] !== undefined || response.complete,
    );
  };

  it('sends open readers a topic that appears later, from its beginning', async () => {
    const stream = await open();
    const lines = await open({ accept: 'application/x-ndjson' });
    expect(await broker.writer.admin.listTopics()).not.toContain(later);
    await broker.writer.createTopic(later, 2);
    await append(later, 0, 'a', 'b');
    await append(later, 1, 'c');
    await append(there, 0, 'new');
    await stream.until(({ events }) => events.length >= 4);
    await lines.until(({ text }) => ['"a"', '"b"', '"c"', '"new"'].every((n) => text.includes(n)));
    await append(later, 0, 'end');
    await stream.until(({ events }) => events.length >= 5);
    await lines.until((one) => one.hasWhole('"end"'));
    const all = { [`${later}/0`]: ['a', 'b', 'end'], [`${later}/1`]: ['c'], [`${there}/0`]: ['new'] };
    expect(received(stream)).toEqual(all);
    expect(receivedLines(lines)).toEqual(all);
    stream.close();
    lines.close();
  });

  it('sends open readers partitions added later, from their beginning', async () => {
    const streams = [await open(), await open()];
    await broker.writer.addPartitions(there, 3);
    await append(there, 1, 'a', 'b');
    await append(there, 0, 'new');
    for (const stream of streams) await stream.until(({ events }) => events.length >= 3);
    await append(there, 1, 'end');
    await append(there, 2, 'end');
    for (const stream of streams) {
      await stream.until(({ events }) => events.length >= 5);
      expect(received(stream)).toEqual({
        [`${there}/0`]: ['new'],
        [`${there}/1`]: ['a', 'b', 'end'],
        [`${there}/2`]: ['end'],
      });
      stream.close();
    }
  });

  it('sends a reader that resumes what has appeared while it was away, from its beginning', async () => {
    const first = await open();
    const id = first.lastId ?? '';
    first.close();
    await broker.writer.createTopic(later, 1);
    await broker.writer.addPartitions(there, 2);
    await append(later, 0, 'a', 'b');
    await append(there, 0, 'new');
    await append(there, 1, 'c');
    const stream = await open({ 'last-event-id': id });
    await stream.until(({ events }) => events.length >= 4);
    await append(later, 0, 'end');
    await append(there, 1, 'end');
    await stream.until(({ events }) => events.length >= 6);
    expect(received(stream)).toEqual({
      [`${later}/0`]: ['a', 'b', 'end'],
      [`${there}/0`]: ['new'],
      [`${there}/1`]: ['c', 'end'],
    });
    stream.close();
  });

  it('goes on with new events of a topic that is deleted and created again, and says that some may be missing', async () => {
    await append(there, 0, 'older', 'oldest');
    const stream = await open();
    await append(there, 0, 'before');
    await stream.until(({ events }) => events.length === 1);
    await broker.writer.deleteTopic(there);
    await broker.writer.createTopic(there, 1);
    await append(there, 0, 'after', 'and after');
    await stream.until(({ data }) => data.some(({ n }) => n === 'and after'));
    expect(received(stream)).toEqual({ [`${there}/0`]: ['before', 'after', 'and after'] });
    const gaps = stream.blocks.filter(({ event }) => event === 'gap');
    expect(gaps.map(({ data }) => JSON.parse(data ?? '') as unknown)).toMatchObject([
      { topic: there, partition: 0, requested_offset: 4 },
    ]);
    stream.close();
  });
});
