import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../support/kafka-broker.js';
import type { KafkaBroker } from '../support/kafka-broker.js';
import { testTimeoutMs } from '../support/limits.js';
import type { Service } from '../support/service.js';
import { freePort } from '../support/free-port.js';
import { startService } from '../support/service.js';
import { onKafka, untilTrue } from './kafka-streams.js';

const topic = 'unreachable';
/** Longer than a test waits: whoever is refused is so because of what is known, and not because time is up. */
const requestTimeoutMs = 300_000;

const addresses: readonly (readonly [what: string, address: string, reason: string])[] = [
  ['a host that is not known', 'kafka-internal.invalid:9092', 'the host name is not known'],
  ['a port that refuses', '127.0.0.1:1', 'the connection is refused'],
];

for (const [what, address, reason] of addresses) {
  describeKafka(
    `a service whose Kafka answers, and names as its broker ${what}`,
    () => {
      let broker: KafkaBroker;
      let service: Service;
      let admin: string;

      beforeAll(async () => {
        broker = await startKafka({ misdirecting: address });
        await broker.writer.createTopic(topic);
      }, kafkaStartTimeoutMs);

      afterAll(() => broker.stop());
      afterEach(() => service.close());

      async function serve(config: object): Promise<void> {
        const kafka = onKafka({ brokers: [broker.astray] }, requestTimeoutMs);
        service = await startService({ edit: { topics: [topic] } }, { kafka, ...config });
      }

      const statusAndText = async (url: string): Promise<readonly [number, string]> => {
        const response = await fetch(url);
        return [response.status, await response.text()];
      };

      it(
        'is not ready, says which address and setting, and refuses clients soon',
        async () => {
          const port = await freePort();
          await serve({ admin_port: port });
          admin = `http://127.0.0.1:${port}`;
          const refused = await fetch(`${service.url}/v2/stream/edit`);
          const text = await refused.text();
          expect(JSON.parse(text)).toMatchObject({ status: 503, type: 'source_unavailable' });
          expect(text).not.toContain(address);
          // By now it has waited longer for its windows than it would for those of a log that can be read.
          const [ready, why] = await statusAndText(`${admin}/health/ready`);
          expect([ready, why]).toEqual([503, expect.stringContaining('no topic could be read yet')]);
          await untilTrue(async () => (await statusAndText(`${admin}/health`))[1].includes(address));
          const [status, health] = await statusAndText(`${admin}/health`);
          expect(status).toBe(503);
          for (const word of [address, reason, 'advertised.listeners']) expect(health).toContain(word);
          const lines = service
            .logText()
            .split('\n')
            .filter((line) => line.includes('advertised.listeners'));
          expect(lines).toHaveLength(1);
          for (const word of [address, reason]) expect(lines[0]).toContain(word);
        },
        testTimeoutMs,
      );

      it(
        'does not tell the public the address',
        async () => {
          await serve({});
          await untilTrue(async () => (await statusAndText(`${service.url}/health`))[1].includes(reason));
          const [status, health] = await statusAndText(`${service.url}/health`);
          expect(status).toBe(503);
          expect(health).not.toContain(address);
        },
        testTimeoutMs,
      );
    },
    { misdirecting: address },
  );
}
