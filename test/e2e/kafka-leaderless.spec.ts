import { Kafka, logLevel } from 'kafkajs';
import { describeKafka, kafkaStartTimeoutMs } from '../support/kafka-broker.js';
import { startCluster } from '../support/kafka-cluster.js';
import type { KafkaCluster } from '../support/kafka-cluster.js';
import { testTimeoutMs } from '../support/limits.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';
import { numbered, onKafka, received, untilOk, untilTrue } from './kafka-streams.js';

const [led, left] = ['led', 'left'];
/** Longer than a test waits: see the one of unreachable brokers. */
const requestTimeoutMs = 300_000;

describeKafka(
  'a stream of two topics of which one has no leader for now',
  () => {
    let cluster: KafkaCluster;
    let kafka: Kafka;
    let service: Service;

    beforeAll(async () => {
      cluster = await startCluster(3);
      const retry = { retries: 50, initialRetryTime: 50, maxRetryTime: 1000 };
      kafka = new Kafka({ brokers: [...cluster.brokers], logLevel: logLevel.NOTHING, retry });
      const admin = kafka.admin();
      await admin.connect();
      // The second broker alone has what is to be without a leader; two of three are enough to know that.
      const topics = [
        { topic: led, replicaAssignment: [{ partition: 0, replicas: [1, 3] }] },
        { topic: left, replicaAssignment: [{ partition: 0, replicas: [2] }] },
      ];
      await admin.createTopics({ topics });
      await admin.disconnect();
    }, kafkaStartTimeoutMs);

    afterAll(async () => {
      await service.close();
      await cluster.stop();
    });

    async function append(topic: string, n: number): Promise<void> {
      const producer = kafka.producer({ allowAutoTopicCreation: false });
      await producer.connect();
      const { value } = numbered(n);
      await producer.send({ topic, messages: [{ partition: 0, value }] });
      await producer.disconnect();
    }

    async function read(lastId?: string): Promise<RawStream> {
      const headers: Record<string, string> = lastId === undefined ? {} : { 'Last-Event-ID': lastId };
      const stream = await RawStream.open(`${service.url}/v2/stream/edit`, headers);
      return stream.until(({ lastId: id }) => id !== undefined);
    }

    const countsOf = (stream: RawStream, topic: string): readonly unknown[] =>
      received(stream)[`${topic}/0`] ?? [];

    it(
      'serves the other, keeps the place, and reads on when there is a leader again',
      async () => {
        service = await startService(
          { edit: { topics: [led, left] } },
          { kafka: onKafka(cluster, requestTimeoutMs), linger_ms: 500 },
        );
        await untilOk(`${service.url}/health/ready`);
        const before = await read();
        for (const topic of [led, left]) await append(topic, 0);
        await before.until(({ events }) => events.length === 2);
        const id = before.lastId;
        before.close();
        await cluster.stopBroker(1);
        const metric = `topics_unreadable{topic="${left}",reason="unavailable"} 1`;
        await untilTrue(async () => (await (await fetch(`${service.url}/metrics`)).text()).includes(metric));

        const [resumed, fresh] = await Promise.all([read(id), read()]);
        await append(led, 1);
        for (const stream of [resumed, fresh]) await stream.until(() => countsOf(stream, led).includes(1));
        const entryOf = (text: string | undefined): unknown =>
          (JSON.parse(text ?? '[]') as { topic: string }[]).find(({ topic }) => topic === left);
        expect(entryOf(resumed.lastId)).toEqual(entryOf(id));

        cluster.startBroker(1);
        await append(left, 1);
        for (const stream of [resumed, fresh]) {
          await stream.until(() => countsOf(stream, left).includes(1));
          expect([countsOf(stream, led), countsOf(stream, left)]).toEqual([[1], [1]]);
          expect(stream.text).not.toContain('event: gap');
          stream.close();
        }
      },
      testTimeoutMs,
    );
  },
  { own: true },
);
