import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../support/kafka-broker.js';
import type { KafkaBroker } from '../support/kafka-broker.js';
import { runJava } from '../support/kafka/java-tools.js';
import { testTimeoutMs } from '../support/limits.js';
import { MetricsPage } from '../support/metrics.js';
import type { Service } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';
import { numbered, onKafka, serveTopics, uniqueTopic } from './kafka-streams.js';

describeKafka(
  'the metrics of fetches, by broker',
  () => {
    let broker: KafkaBroker;
    let service: Service;
    const topic = uniqueTopic();

    beforeAll(async () => {
      broker = await startKafka({ own: true });
      await broker.writer.createTopic(topic);
      service = await serveTopics(broker, [topic], { kafka: onKafka(broker, 2000) });
    }, kafkaStartTimeoutMs);

    afterAll(() => service.close());
    afterAll(() => broker.stop());

    /** Of all its samples, where the broker is named; -1: there are none. */
    const total = ({ text }: MetricsPage, name: string): number => {
      const samples = Array.from(text.matchAll(new RegExp(`^${name}\\{broker="\\d+".*\\} (\\S+)$`, 'gm')));
      return samples.length === 0 ? -1 : samples.reduce((sum, [, value]) => sum + Number(value), 0);
    };
    const untilMore = (name: string, than: number): Promise<MetricsPage> =>
      MetricsPage.until(service.url, (page) => total(page, name) > than);
    const quota = (change: string, value: string): Promise<void> =>
      runJava([
        ...['kafka.admin.ConfigCommand', '--bootstrap-server', broker.brokers.join()],
        ...['--alter', change, value, '--entity-type', 'clients', '--entity-default'],
      ]);

    it(
      'count them and how long they took, how long the broker made them wait, and what went wrong',
      async () => {
        const stream = await RawStream.open(`${service.url}/v2/stream/edit`);
        const before = await untilMore('eventstreams_fetch_duration_seconds_count', 0);
        expect(total(before, 'eventstreams_fetch_throttle_seconds_total')).toBe(0);
        await broker.writer.produce(topic, 0, [numbered(1)]);
        await stream.until(({ events }) => events.length === 1);
        const count = total(before, 'eventstreams_fetch_duration_seconds_count');
        const after = await untilMore('eventstreams_fetch_duration_seconds_count', count);
        expect(total(after, 'eventstreams_fetch_duration_seconds_sum')).toBeGreaterThan(0);

        await quota('--add-config', 'consumer_byte_rate=20000');
        const filler = { value: JSON.stringify({ filler: 'x'.repeat(100_000) }) };
        for (let n = 0; n < 4; n += 1) await broker.writer.produce(topic, 0, [filler]);
        await untilMore('eventstreams_fetch_throttle_seconds_total', 0);
        await quota('--delete-config', 'consumer_byte_rate');

        await broker.stopProcess();
        await untilMore('eventstreams_fetch_errors_total', 0);
        stream.close();
      },
      testTimeoutMs,
    );
  },
  { own: true },
);
