import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../support/kafka-broker.js';
import type { KafkaBroker } from '../support/kafka-broker.js';
import { TopicRules } from '../support/kafka/topic-rules.js';
import { testTimeoutMs } from '../support/limits.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';
import { numbered, onSecureKafka, received, uniqueTopic, untilOk, untilTrue } from './kafka-streams.js';

interface Entry {
  readonly topic: string;
  readonly partition?: number;
}

describeKafka(
  'a stream of two topics of which Kafka forbids one',
  () => {
    let broker: KafkaBroker;
    let rules: TopicRules;
    let service: Service;
    let open: string;
    let shut: string;
    const streams: RawStream[] = [];

    beforeAll(async () => {
      broker = await startKafka({ secure: true, acls: true });
      rules = new TopicRules(broker.writer.admin);
    }, kafkaStartTimeoutMs);

    afterAll(() => broker.stop());

    beforeEach(async () => {
      [open, shut] = [uniqueTopic(), uniqueTopic()];
      for (const topic of [open, shut]) await broker.writer.createTopic(topic);
    });

    afterEach(async () => {
      for (const stream of streams.splice(0)) stream.close();
      await service.close();
    });

    async function serve(topics = [open, shut]): Promise<void> {
      service = await startService({ edit: { topics } }, { kafka: onSecureKafka(broker), linger_ms: 500 });
    }

    async function read(lastId?: string, query = ''): Promise<RawStream> {
      const headers: Record<string, string> = lastId === undefined ? {} : { 'Last-Event-ID': lastId };
      const stream = await RawStream.open(`${service.url}/v2/stream/edit${query}`, headers);
      streams.push(stream);
      expect([stream.response.statusCode, stream.text]).toEqual([200, stream.text]);
      return stream.until(({ lastId: id }) => id !== undefined);
    }

    const append = (topic: string, n: number): Promise<void> =>
      broker.writer.produce(topic, 0, [numbered(n)]);
    const get = async (path: string): Promise<string> => (await fetch(`${service.url}${path}`)).text();
    const countsOf = (stream: RawStream, topic: string): readonly unknown[] =>
      received(stream)[`${topic}/0`] ?? [];
    const entriesOf = (id: string | undefined, topic: string): readonly Entry[] =>
      (JSON.parse(id ?? '[]') as readonly Entry[]).filter((entry) => entry.topic === topic);

    /** A service and a reader that has one event of each topic, after which one is forbidden. */
    async function forbidden(forbid: () => Promise<void>): Promise<RawStream> {
      await serve();
      await untilOk(`${service.url}/health/ready`);
      const reader = await read();
      for (const topic of [open, shut]) await append(topic, 0);
      await reader.until(({ events }) => events.length === 2);
      await forbid();
      return reader;
    }

    const forbids = {
      'reading and describing': () => rules.deny(shut, 'READ'),
      'reading alone': () => rules.allowOnly(shut, 'DESCRIBE'),
    };

    it.each(Object.entries(forbids))(
      'keeps the place of every client in it, and reads on from there (%s)',
      async (_, forbid) => {
        const lasting = await forbidden(forbid);
        const before = lasting.lastId;
        lasting.close();
        streams.length = 0;
        // Until nothing of the topic is left in memory.
        await untilTrue(async () => (await get('/metrics')).includes(`topics_unreadable{topic="${shut}"`));
        const resumed = await read(before);
        const fresh = await read();
        await append(open, 1);
        await append(shut, 1);
        for (const stream of [resumed, fresh]) await stream.until(() => countsOf(stream, open).includes(1));
        expect(entriesOf(resumed.lastId, shut)).toEqual(entriesOf(before, shut));
        const again = await read(resumed.lastId);
        expect(entriesOf(again.lastId, shut)).toEqual(entriesOf(before, shut));

        await rules.clear(shut);
        await append(shut, 2);
        const last = await read(again.lastId);
        for (const stream of [resumed, fresh, again, last]) {
          await stream.until(() => countsOf(stream, shut).includes(2));
          // Whoever starts "now" may be given what came within the second before.
          expect(countsOf(stream, shut).filter((n) => stream !== fresh || n !== 0)).toEqual([1, 2]);
          expect(stream.text).not.toContain('event: gap');
        }
      },
      testTimeoutMs,
    );

    it(
      'goes on for the readers who had it, from where they were',
      async () => {
        const reader = await forbidden(() => rules.deny(shut, 'READ'));
        await untilTrue(async () => (await get('/metrics')).includes(`topics_unreadable{topic="${shut}"`));
        await append(shut, 1);
        await append(open, 1);
        await reader.until(() => countsOf(reader, open).includes(1));
        expect(countsOf(reader, shut)).toEqual([0]);
        await rules.clear(shut);
        await reader.until(() => countsOf(reader, shut).includes(1));
        expect([countsOf(reader, open), countsOf(reader, shut)]).toEqual([
          [0, 1],
          [0, 1],
        ]);
      },
      testTimeoutMs,
    );

    it(
      'reads a topic that was forbidden from the start, from when a client came or asked for',
      async () => {
        await append(shut, 0);
        await rules.deny(shut, 'READ');
        await serve();
        await untilOk(`${service.url}/health/ready`);
        const [now, past] = [await read(), await read(undefined, '?since=1')];
        const nowAgain = await read(now.lastId);
        await rules.clear(shut);
        await append(shut, 1);
        for (const stream of [now, nowAgain, past])
          await stream.until(() => countsOf(stream, shut).includes(1));
        expect(countsOf(past, shut)).toEqual([0, 1]);
        for (const stream of [now, nowAgain]) expect(countsOf(stream, shut).slice(-1)).toEqual([1]);
      },
      testTimeoutMs,
    );

    it(
      'says so once in the log, in health and in a metric, by the name of the topic, and when it is over',
      async () => {
        await forbidden(() => rules.deny(shut, 'READ'));
        const metric = `eventstreams_topics_unreadable{topic="${shut}",reason="not_authorized"} 1`;
        await untilTrue(async () => (await get('/metrics')).includes(metric));
        expect(JSON.parse(await get('/health'))).toMatchObject({
          info: { kafka: { status: 'up', message: expect.stringContaining(shut) as unknown } },
        });
        await rules.clear(shut);
        await untilTrue(async () => !(await get('/metrics')).includes(`unreadable{topic="${shut}"`));
        expect(await get('/health')).not.toContain(shut);
        const lines = service
          .logText()
          .split('\n')
          .filter((line) => line.includes(shut));
        expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
          expect.stringMatching(/^Cannot read topic .*: not authorized/),
          expect.stringMatching(/^Topic .* is readable again/),
        ]);
        expect(lines[0]).toContain('TOPIC_AUTHORIZATION_FAILED');
      },
      testTimeoutMs,
    );

    it.each(Object.entries(forbids))(
      'is refused at once where it has no other topic (%s)',
      async (_, forbid) => {
        await forbid();
        await serve([shut]);
        for (const accept of ['application/json', 'text/event-stream']) {
          const answer = await fetch(`${service.url}/v2/stream/edit`, { headers: { accept } });
          const problem = (await answer.json()) as object;
          expect(problem).toMatchObject({ status: 503, type: 'not_authorized' });
          expect(JSON.stringify(problem)).not.toContain(shut);
        }
        expect((await fetch(`${service.url}/health/ready`)).status).toBe(503);
        expect(service.logText()).toContain('TOPIC_AUTHORIZATION_FAILED');
      },
      testTimeoutMs,
    );
  },
  { secure: true },
);
