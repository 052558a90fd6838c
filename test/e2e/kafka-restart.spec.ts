import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../support/kafka-broker.js';
import type { KafkaBroker } from '../support/kafka-broker.js';
import { testTimeoutMs } from '../support/limits.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';
import { numbered, onKafka, received, serveTopics, uniqueTopic, untilOk } from './kafka-streams.js';

const readerCount = 20;
/** How long each refusal takes, and longer than a broker on a busy machine takes to answer. */
const requestTimeoutMs = 5000;

describeKafka(
  'the service when its Kafka goes away',
  () => {
    let broker: KafkaBroker;
    let service: Service;
    let topic: string;
    let startMs: number;

    beforeAll(async () => {
      broker = await startKafka({ own: true });
    }, kafkaStartTimeoutMs);

    afterAll(() => broker.stop());

    beforeEach(async () => {
      topic = uniqueTopic();
      startMs = Date.now();
      await broker.writer.createTopic(topic, 2);
    });

    afterEach(() => service.close());

    const open = (query = '', headers: Readonly<Record<string, string>> = {}): Promise<RawStream> =>
      RawStream.open(`${service.url}/v2/stream/edit${query}`, headers);

    const append = async (from: number, count: number): Promise<void> => {
      const records = Array.from({ length: count }, (_, index) => numbered(from + index));
      for (const partition of [0, 1]) await broker.writer.produce(topic, partition, records);
    };

    const health = async (): Promise<{ readonly status: number; readonly body: unknown }> => {
      const response = await fetch(`${service.url}/health`);
      return { status: response.status, body: await response.json() };
    };

    it(
      'keeps every stream open over a restart, and loses and repeats nothing',
      async () => {
        service = await serveTopics(broker, [topic], {
          kafka: onKafka(broker, requestTimeoutMs),
          heartbeat_ms: 200,
        });
        const streams = await Promise.all(
          Array.from({ length: readerCount }, (_, index) => open(index % 2 === 0 ? '' : `?since=${startMs}`)),
        );
        await Promise.all(streams.map((stream) => stream.until(({ blocks }) => blocks.length > 0)));
        await append(0, 10);
        await broker.stopProcess();
        // Signs of life go on while there is nothing to send.
        const lengths = streams.map(({ text }) => text.length);
        await Promise.all(
          streams.map((stream, index) => stream.until(({ text }) => text.length > (lengths[index] ?? 0))),
        );
        await broker.startProcess();
        await append(10, 10);
        await Promise.all(streams.map((stream) => stream.until(({ events }) => events.length >= 40)));
        const all = Array.from({ length: 20 }, (_, n) => n);
        for (const stream of streams) {
          expect(received(stream)).toEqual({ [`${topic}/0`]: all, [`${topic}/1`]: all });
          expect(stream.blocks.filter(({ event }) => event === 'gap' || event === 'error')).toEqual([]);
          expect(stream.ended).toBe(false);
          stream.close();
        }
      },
      testTimeoutMs,
    );

    it(
      'starts while Kafka is away, says so, and serves once it is there',
      async () => {
        await append(0, 2);
        await broker.stopProcess();
        service = await startService(
          { edit: { topics: [topic] } },
          { kafka: onKafka(broker, requestTimeoutMs) },
        );

        const refused = await open();
        await refused.untilEnd();
        expect(refused.response.statusCode).toBe(503);
        expect(refused.response.headers['content-type']).toContain('application/problem+json');
        expect(Number(refused.response.headers['retry-after'])).toBeGreaterThan(0);
        expect(JSON.parse(refused.text)).toMatchObject({ status: 503, type: 'source_unavailable' });

        const soft = await open('', { accept: 'text/event-stream' });
        await soft.untilEnd();
        expect(soft.response.statusCode).toBe(200);
        expect(soft.text).toMatch(/^:source_unavailable\nretry: \d+\n\n$/);
        expect(soft.complete).toBe(true);

        const { status, body } = await health();
        expect(status).toBe(503);
        const message = 'Cannot connect to Kafka: the connection is refused';
        expect(body).toMatchObject({ status: 'error', error: { kafka: { status: 'down', message } } });
        expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
        expect((await fetch(`${service.url}/health/ready`)).status).toBe(503);

        await broker.startProcess();
        await untilOk(`${service.url}/health/ready`);
        const stream = await open(`?since=${startMs}`);
        await append(2, 2);
        await stream.until(({ events }) => events.length >= 8);
        expect(received(stream)).toEqual({ [`${topic}/0`]: [0, 1, 2, 3], [`${topic}/1`]: [0, 1, 2, 3] });
        expect(await health()).toMatchObject({ status: 200, body: { info: { kafka: { status: 'up' } } } });
        stream.close();
      },
      testTimeoutMs,
    );

    it(
      'stays ready and refuses only what it cannot place while Kafka is away',
      async () => {
        service = await serveTopics(broker, [topic], { kafka: onKafka(broker, requestTimeoutMs) });
        const first = await open();
        await append(0, 3);
        await first.until(({ events }) => events.length === 6);
        await broker.stopProcess();
        const refused = await open(`?since=${startMs}`);
        expect(refused.response.statusCode).toBe(503);
        expect((await health()).status).toBe(503);
        expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
        const resumed = await open('', { 'last-event-id': first.blocks[1]?.id ?? '' });
        await resumed.until(({ events }) => events.length === 5);
        await broker.startProcess();
        await append(3, 1);
        for (const stream of [first, resumed]) {
          await stream.until(({ data }) => data.filter(({ n }) => n === 3).length === 2);
          stream.close();
        }
        expect(received(first)).toEqual({ [`${topic}/0`]: [0, 1, 2, 3], [`${topic}/1`]: [0, 1, 2, 3] });
        expect(received(resumed)).toEqual(received({ data: first.data.slice(1) }));
      },
      testTimeoutMs,
    );

    it(
      'lets a reader that is behind go on when Kafka is back',
      async () => {
        const padding = 'x'.repeat(50_000);
        const all = Array.from({ length: 240 }, (_, n) => n);
        for (let from = 0; from < all.length; from += 10) {
          const records = all.slice(from, from + 10).map((n) => ({ value: JSON.stringify({ n, padding }) }));
          await broker.writer.produce(topic, 0, records);
        }
        const config = { window_bytes: 0, heartbeat_ms: 200, kafka: onKafka(broker, requestTimeoutMs) };
        service = await serveTopics(broker, [topic], config);
        const stream = await open(`?since=${startMs}`);
        await stream.until(({ text }) => text.includes('event: message'));
        stream.pause();
        await broker.stopProcess();
        stream.resume();
        // Several may have come at once.
        const heartbeats = /\n\n(?::\n)+$/;
        await stream.until(({ text }) => heartbeats.test(text));
        expect(stream.events.length).toBeLessThan(all.length);
        await broker.startProcess();
        // Not to the other partition: it may be read again before this one is.
        await broker.writer.produce(topic, 0, [numbered(all.length)]);
        await stream.until((one) => one.hasWhole(`"n":${all.length},"meta"`, one.tail));
        expect(received(stream)[`${topic}/0`]).toEqual([...all, all.length]);
        stream.close();
      },
      testTimeoutMs,
    );
  },
  { own: true },
);
