import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partitionKey } from '../../src/domain/topic-partition.js';
import type { TopicPartition } from '../../src/domain/topic-partition.js';
import { BuiltService } from '../support/built-service.js';
import { describeKafka, kafkaStartTimeoutMs, startKafka } from '../support/kafka-broker.js';
import type { KafkaBroker } from '../support/kafka-broker.js';
import { Ledger } from '../torture/ledger.js';
import type { PlannedReader } from '../torture/plan.js';
import { TortureReader } from '../torture/torture-reader.js';
import type { Start } from '../torture/trace.js';
import { onKafka, uniqueTopic } from './kafka-streams.js';
import { ReplicasBalancer } from './replicas-balancer.js';
import { freePort } from '../support/free-port.js';
import { ReplicasInstance } from './replicas-instance.js';
import { ReplicasLoad } from './replicas-load.js';
import { startMs, testTimeoutMs } from '../support/limits.js';

const readerCount = 30;
const drainMs = 500;
const [wide, single] = [uniqueTopic(), uniqueTopic()];
const partitions = [0, 1, 2].map((partition) => ({ topic: wide, partition }));
const all: readonly TopicPartition[] = [...partitions, { topic: single, partition: 0 }];

describeKafka('two instances on one Kafka, behind a plain TCP balancer', () => {
  let built: BuiltService;
  let broker: KafkaBroker;
  let folder: string;
  let instances: readonly [ReplicasInstance, ReplicasInstance];
  let balancer: ReplicasBalancer;
  let ledger: Ledger;
  let load: ReplicasLoad;
  let readers: readonly TortureReader[];

  beforeAll(async () => {
    built = BuiltService.build();
    broker = await startKafka();
    ledger = new Ledger();
    for (const [topic, count] of [
      [wide, 3],
      [single, 1],
    ] as const) {
      await broker.writer.createTopic(topic, count);
      ledger.createTopic(topic, count);
    }
    folder = mkdtempSync(join(tmpdir(), 'eventstreams-'));
    const catalogue = join(folder, 'streams.json');
    writeFileSync(catalogue, JSON.stringify({ wide: { topics: [wide] }, single: { topics: [single] } }));
    const config = { kafka: onKafka(broker), stream_config_uri: catalogue, drain_ms: drainMs };
    const instance = async (): Promise<ReplicasInstance> =>
      new ReplicasInstance(await freePort(), built.main, config);
    instances = [await instance(), await instance()];
    await Promise.all(instances.map((one) => one.start()));
    balancer = await ReplicasBalancer.start(instances.map(({ port }) => port));
    load = new ReplicasLoad(broker.brokers, ledger, all);
    await load.mark();
  }, kafkaStartTimeoutMs);

  afterAll(async () => {
    for (const reader of readers) reader.close();
    await load.end();
    await balancer.close();
    await Promise.all(instances.map((one) => one.signal('SIGKILL')));
    await broker.stop();
    built.remove();
    rmSync(folder, { recursive: true });
  });

  /** Some by their last id, some by the offsets they have read; from now, or from the beginning. */
  const open = (index: number): TortureReader => {
    const format = index % 3 === 0 ? 'ndjson' : 'sse';
    const start: PlannedReader['start'] =
      format === 'sse' && index % 2 === 0 ? { kind: 'now' } : { kind: 'beginning' };
    const topics = index % 5 === 0 ? ['single'] : ['wide', 'single'];
    const read = topics.length === 1 ? all.slice(3) : all;
    const starts = read.map((at): [string, Start] => [
      partitionKey(at),
      { kind: 'offset', incarnation: 0, offset: 0 },
    ]);
    const isNow = start.kind === 'now';
    return new TortureReader(
      {
        name: `${format}-${index}`,
        ...{ format, isCompressed: index % 2 === 1, topics, start },
        opensAtMs: 0,
      },
      {
        url: `http://127.0.0.1:${balancer.port}/v2/stream/${topics.join(',')}`,
        ...(!isNow && { entries: read.map((at) => ({ ...at, offset: 0 })) }),
        starts: new Map(isNow ? [] : starts),
        wholeTopics: new Map(isNow ? read.map(({ topic }) => [topic, 0]) : []),
        incarnations: new Map(read.map(({ topic }) => [topic, 0])),
      },
    );
  };

  /** Resolves when every reader has what is produced now. */
  const allReached = async (): Promise<void> => {
    const marks = await load.mark();
    const deadlineMs = Date.now() + startMs;
    const waits = readers.flatMap((reader) =>
      marks.flatMap(({ at, n }) => (reader.reads(at) ? [reader.reached(at, n, deadlineMs)] : [])),
    );
    expect(await Promise.all(waits)).not.toContain(false);
  };

  it(
    'give every reader every event once and in order, however often it is moved by kill, restart and drain',
    async () => {
      const [first, second] = instances;
      readers = Array.from({ length: readerCount }, (_, index) => open(index));
      await Promise.all(readers.map((reader) => reader.opened()));
      load.begin();
      await allReached();
      expect(instances.map(({ port }) => balancer.takenBy(port))).toEqual([readerCount / 2, readerCount / 2]);

      for (const [one, other] of [
        [first, second],
        [second, first],
      ] as const) {
        await one.signal('SIGKILL');
        await allReached();
        await one.start();
        expect(await other.signal('SIGTERM')).toEqual({ code: 0, signal: null });
        await allReached();
        await other.start();
      }

      await load.end();
      await allReached();
      const verdicts = load.judge(readers);
      expect(verdicts.flatMap(({ faults }) => faults)).toEqual([]);
      expect(verdicts.map(({ gaps }) => gaps)).toEqual(readers.map(() => 0));
      // All were moved twice at least, half of them by each kill.
      expect(Math.min(...readers.map(({ connections }) => connections))).toBeGreaterThan(2);
      expect(Math.min(...verdicts.map(({ events }) => events))).toBeGreaterThan(0);
    },
    testTimeoutMs,
  );
});
