import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../support/kafka-broker.js';
import type { KafkaBroker } from '../support/kafka-broker.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';
import { numbered, onKafka, received, receivedLines, serveTopics, uniqueTopic } from './kafka-streams.js';

/**
 * An hour ago, so that partitions are idle however long a test takes; in whole seconds, since a MediaWiki timestamp has no
 * fraction.
 */
const secondMs = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;
const iso = new Date(secondMs).toISOString();
const sinceForms = [
  ['milliseconds', String(secondMs)],
  ['an ISO 8601 date', iso],
  ['a MediaWiki timestamp', iso.replace(/\.\d+Z|\D/g, '')],
] as const;

describeKafka('a stream of Kafka topics', () => {
  let broker: KafkaBroker;
  let service: Service;
  let one: string;
  let two: string;
  let groupsBefore: readonly string[];

  const groups = async (): Promise<readonly string[]> =>
    (await broker.writer.admin.listGroups()).groups.map(({ groupId }) => groupId);

  beforeAll(async () => {
    broker = await startKafka();
    groupsBefore = await groups();
  }, kafkaStartTimeoutMs);

  afterAll(() => broker.stop());

  beforeEach(async () => {
    one = uniqueTopic();
    two = `${one}.two`;
    await broker.writer.createTopic(one, 2);
    await broker.writer.createTopic(two, 2);
    const { writer } = broker;
    await writer.produce(one, 0, [numbered('a', secondMs - 1), numbered('d', secondMs + 20)]);
    await writer.produce(one, 1, [numbered('b', secondMs), numbered('e', secondMs + 30)]);
    await writer.produce(two, 0, [numbered('c', secondMs + 10)]);
    service = await serveTopics(broker, [one, two]);
  });

  afterEach(() => service.close());

  const open = (query = '', headers: Readonly<Record<string, string>> = {}): Promise<RawStream> =>
    RawStream.open(`${service.url}/v2/stream/edit${query}`, headers);

  const produceOneEach = async (): Promise<void> => {
    for (const topic of [one, two]) {
      for (const partition of [0, 1])
        await broker.writer.produce(topic, partition, [numbered(`new ${partition}`)]);
    }
  };

  it('sends what is appended to any partition of any topic after it was opened, and nothing from before', async () => {
    const stream = await open();
    await stream.until(({ blocks }) => blocks.length === 1);
    await produceOneEach();
    await stream.until(({ events }) => events.length === 4);
    expect(received(stream)).toEqual({
      [`${one}/0`]: ['new 0'],
      [`${one}/1`]: ['new 1'],
      [`${two}/0`]: ['new 0'],
      [`${two}/1`]: ['new 1'],
    });
    stream.close();
  });

  it.each(sinceForms)('starts by time, given as %s, oldest first over all partitions', async (_, since) => {
    const stream = await open(`?since=${encodeURIComponent(since)}`);
    await stream.until(({ events }) => events.length === 4);
    expect(stream.data.map(({ n }) => n)).toEqual(['b', 'c', 'd', 'e']);
    await produceOneEach();
    await stream.until(({ events }) => events.length === 8);
    expect(received(stream)).toEqual({
      [`${one}/0`]: ['d', 'new 0'],
      [`${one}/1`]: ['b', 'e', 'new 1'],
      [`${two}/0`]: ['c', 'new 0'],
      [`${two}/1`]: ['new 1'],
    });
    stream.close();
  });

  it('sends the oldest first although the feed of one partition is far from having read its past', async () => {
    const filling = Array.from({ length: 400 }, () => ({ value: 'x'.repeat(2000), timestamp: secondMs }));
    for (let batch = 0; batch < 15; batch += 1) await broker.writer.produce(two, 1, filling);
    await broker.writer.produce(
      two,
      1,
      [0, 2, 4].map((n) => numbered(n, secondMs + 100 + n)),
    );
    await broker.writer.produce(
      one,
      0,
      [1, 3, 5].map((n) => numbered(n, secondMs + 100 + n)),
    );
    await service.close();
    service = await startService({ edit: { topics: [one, two] } }, { kafka: onKafka(broker) });
    const stream = await open(`?since=${secondMs + 100}`);
    await stream.until(({ events }) => events.length === 6);
    expect(stream.data.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4, 5]);
    stream.close();
  });

  it('sends every event with its place in the log, and an id of every partition', async () => {
    const stream = await open(`?since=${secondMs + 20}`);
    await stream.until(({ events }) => events.length === 2);
    expect(stream.events[0]?.data).toBe(`{"n":"d","meta":{"topic":"${one}","partition":0,"offset":1}}`);
    const entries = JSON.parse(stream.events[0]?.id ?? '') as object[];
    expect(entries).toMatchObject([
      { topic: one, partition: 0, timestamp: secondMs + 20, offset: 2, partitions: 2 },
      { topic: one, partition: 1, timestamp: secondMs, offset: 1 },
      // Idle, and read to its end: the millisecond after its last record.
      { topic: two, partition: 0, timestamp: secondMs + 11, offset: 1, partitions: 2 },
      { topic: two, partition: 1, offset: 0 },
    ]);
    stream.close();
  });

  it('sends the same as NDJSON, from before and live', async () => {
    const stream = await open(`?since=${secondMs}`, { accept: 'application/x-ndjson' });
    expect(stream.response.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    await stream.until(({ text }) => text.includes('"e"'));
    await produceOneEach();
    await stream.until(({ text }) => (text.match(/"new [01]".*\n/g) ?? []).length === 4);
    expect(receivedLines(stream)).toEqual({
      [`${one}/0`]: ['d', 'new 0'],
      [`${one}/1`]: ['b', 'e', 'new 1'],
      [`${two}/0`]: ['c', 'new 0'],
      [`${two}/1`]: ['new 1'],
    });
    stream.close();
  });

  it('leaves no consumer group on the broker', async () => {
    const stream = await open(`?since=${secondMs}`);
    await produceOneEach();
    await stream.until(({ events }) => events.length === 8);
    expect(await groups()).toEqual(groupsBefore);
    stream.close();
  });
});
