import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CompressionTypes } from 'kafkajs';
import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../support/kafka-broker.js';
import type { KafkaBroker } from '../support/kafka-broker.js';
import { attackTimeoutMs, compare, describeAttack, expectUnharmed } from './attack.js';
import { Victim } from './victim.js';

const dear = 'dear';
const innocent = 'innocent';
const recordBytes = 1_000_000;
const recordsPerBatch = 100;
const batches = 3;
const lookUps = 30;
const attackMs = 4000;
/** Each read of the past may hold so much, and a part of a batch besides. */
const mostGrowthBytes = 640 * 1024 * 1024;

/** Small requests for positions within batches that are small on the wire and large in memory. */
describeKafka('look-ups in batches that unpack to a hundred megabytes', () => {
  describeAttack('one client', () => {
    let kafka: KafkaBroker;
    let victim: Victim;
    let producing: NodeJS.Timeout;
    let folder: string;

    beforeAll(async () => {
      kafka = await startKafka();
      const { writer } = kafka;
      await writer.createTopic(dear, 1, { 'max.message.bytes': '10000000' });
      await writer.createTopic(innocent);
      const value = Buffer.alloc(recordBytes);
      const records = Array.from({ length: recordsPerBatch }, () => ({ value, timestamp: 1000 }));
      for (let count = 0; count < batches; count += 1) {
        await writer.produce(dear, 0, records, CompressionTypes.GZIP);
      }
      producing = setInterval(() => {
        void writer.produce(innocent, 0, [{ value: '{"n":1}' }]);
      }, 20);
      folder = mkdtempSync(join(tmpdir(), 'adversary-'));
      const streams = { dear: { topics: [dear] }, innocent: { topics: [innocent] } };
      writeFileSync(join(folder, 'streams.json'), JSON.stringify(streams));
      victim = await Victim.start({
        kafka: { conf: { 'metadata.broker.list': kafka.brokers.join() } },
        stream_config_uri: join(folder, 'streams.json'),
      });
    }, kafkaStartTimeoutMs);

    afterAll(async () => {
      clearInterval(producing);
      await victim.stop();
      await kafka.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it(
      'costs nobody else anything, and no more than a moment once it has left',
      async () => {
        const attacked = await compare('look-ups', victim, attack, '/v2/stream/innocent');
        expectUnharmed(attacked, mostGrowthBytes);
      },
      attackTimeoutMs,
    );

    async function attack(): Promise<void> {
      for (let count = 0; count < lookUps; count += 1) {
        const id = JSON.stringify([{ topic: dear, partition: 0, offset: 50 + count, timestamp: 1000 }]);
        victim
          .connect()
          .resume()
          .write(`GET /v2/stream/dear HTTP/1.1\r\nHost: a\r\nLast-Event-ID: ${id}\r\n\r\n`);
      }
      await wait(attackMs);
      victim.letGo();
    }
  });
});
