import { describeKafka, kafkaStartTimeoutMs } from '../support/kafka-broker.js';
import { testTimeoutMs } from '../support/limits.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { onKafka, uniqueTopic, untilOk } from './kafka-streams.js';
import { startWatchedBroker } from './kafka-traffic-broker.js';
import type { WatchedBroker } from './kafka-traffic-broker.js';
import { KafkaTrafficReaders, countedMark } from './kafka-traffic-readers.js';

const manyReaders = 1000;
const rounds = 30;
const lingerMs = 300;

describeKafka(
  "the service's traffic with Kafka, on the wire",
  () => {
    let broker: WatchedBroker;
    let service: Service;
    let readers: KafkaTrafficReaders;
    const [first, second] = [uniqueTopic(), uniqueTopic()];

    beforeAll(async () => {
      broker = await startWatchedBroker();
      await broker.writer.createTopic(first);
      await broker.writer.createTopic(second);
    }, kafkaStartTimeoutMs);
    afterAll(() => broker.stop());

    afterEach(async () => {
      await readers.close();
      await service.close();
    });

    const serve = async (config: Readonly<Record<string, unknown>>): Promise<void> => {
      const streams = { first: { topics: [first] }, second: { topics: [second] } };
      service = await startService(streams, { kafka: onKafka(broker), ...config });
      await untilOk(`${service.url}/health/ready`);
      readers = new KafkaTrafficReaders(service.port);
    };
    const produce = (topic: string, n: number): Promise<void> =>
      broker.writer.produce(topic, 0, [{ value: JSON.stringify({ n: 1000 + n, end: countedMark }) }]);
    /** Answers with records of a topic: those without come as often as the broker is told to wait no longer. */
    const answersOf = (topic: string): readonly Buffer[] =>
      broker.relay.of(topic).flatMap(({ answer }) => (answer?.includes(countedMark) === true ? answer : []));
    const metric = async (pattern: RegExp): Promise<void> => {
      while (!pattern.test(await (await fetch(`${service.url}/metrics`)).text()));
    };
    const windowsAreGone = async (...topics: readonly string[]): Promise<void> =>
      metric(new RegExp(`^(?![^]*window_bytes\\{topic="(?:${topics.join('|')})"\\})`));

    /** What is fetched while events are produced one by one, each when all readers have the one before. */
    const trafficWith = async (count: number): Promise<object> => {
      await readers.open('/v2/stream/first', count);
      await metric(new RegExp(`^eventstreams_clients\\{state="live"\\} ${count}$`, 'm'));
      // The fetch that was under way may have been asked for less than all.
      await produce(first, 0);
      await readers.have(1);
      const before = answersOf(first).length;
      for (let n = 1; n <= rounds; n += 1) {
        await produce(first, n);
        await readers.have(n + 1);
      }
      const during = answersOf(first).slice(before);
      await readers.close();
      return { fetches: during.length, bytes: during.reduce((sum, { length }) => sum + length, 0) };
    };

    it(
      `is as many fetches and bytes with ${manyReaders} live readers as with one`,
      async () => {
        await serve({});
        const one = await trafficWith(1);
        expect(one).toMatchObject({ fetches: rounds });
        const before = broker.relay.fetches.length;
        expect(await trafficWith(manyReaders)).toEqual(one);
        // To open so many asked for nothing of the past.
        expect(broker.relay.fetches.slice(before).filter(({ waits }) => !waits)).toEqual([]);
      },
      testTimeoutMs,
    );

    it(
      'leaves a topic out of its fetches linger_ms after its last reader, while another is read',
      async () => {
        await serve({ linger_ms: lingerMs });
        const others = new KafkaTrafficReaders(service.port);
        await readers.open('/v2/stream/first', 3);
        await others.open('/v2/stream/second', 1);
        await metric(/^eventstreams_clients\{state="live"\} 4$/m);
        await produce(first, 0);
        await produce(second, 0);
        await Promise.all([readers.have(1), others.have(1)]);
        await readers.close();
        await windowsAreGone(first);
        // The fetch that was under way when it was given up.
        await produce(second, 1);
        await others.have(2);
        const before = broker.relay.of(first).length;
        const othersBefore = answersOf(second).length;
        for (let n = 2; n < rounds; n += 1) {
          await produce(first, n);
          await produce(second, n);
          await others.have(n + 1);
        }
        await others.close();
        expect(broker.relay.of(first).length).toBe(before);
        expect(answersOf(second).length - othersBefore).toBe(rounds - 2);
      },
      testTimeoutMs,
    );

    it(
      'is none when nobody reads, and begins again with the next reader',
      async () => {
        await serve({ linger_ms: lingerMs });
        await readers.open('/v2/stream/first', 1);
        // Until then the topic may be read without a window.
        await metric(/^eventstreams_clients\{state="live"\} 1$/m);
        await produce(first, 0);
        await readers.have(1);
        await readers.close();
        await windowsAreGone(first, second);
        while (broker.relay.underWay.size > 0) await untilOk(`${service.url}/health`);
        const before = broker.relay.fetches.length;
        for (let n = 0; n < rounds; n += 1) {
          await produce(first, n);
          await produce(second, n);
        }
        await metric(/^eventstreams_clients\{state="live"\} 0$/m);
        expect(broker.relay.fetches.length).toBe(before);
        await readers.open('/v2/stream/first', 1);
        await produce(first, 0);
        await readers.have(1);
        expect(broker.relay.fetches.length).toBeGreaterThan(before);
      },
      testTimeoutMs,
    );
  },
  { own: true },
);
