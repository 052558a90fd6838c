import { randomUUID } from 'node:crypto';
import type { TopicPartition } from '../../../src/domain/topic-partition.js';
import type { LogHarness, NewRecord, OpenTransaction } from '../../contracts/log-harness.js';
import type { KafkaBroker } from '../../support/kafka-broker.js';
import { TopicRules } from '../../support/kafka/topic-rules.js';
import type { KafkaUnderTest } from './kafka-under-test.js';

/** A real broker as the contract suites see it. */
export function kafkaHarness(broker: KafkaBroker, kafka: KafkaUnderTest): LogHarness {
  const { writer } = broker;
  const open = (at: TopicPartition, records: readonly NewRecord[]): Promise<OpenTransaction> =>
    writer.openTransaction(at.topic, at.partition, records);
  return {
    source: kafka.source,
    resolver: kafka.resolver,
    uniqueTopic: () => `topic-${randomUUID()}`,
    createTopic: (name, partitions) => writer.createTopic(name, partitions),
    addPartitions: (topic, total) => writer.addPartitions(topic, total),
    deleteTopic: (name) => writer.deleteTopic(name),
    append: (at, records) => writer.produce(at.topic, at.partition, records),
    openTransaction: open,
    committedTransaction: async (at, records) => (await open(at, records)).commit(),
    abortedTransaction: async (at, records) => (await open(at, records)).abort(),
    deleteRecordsBefore: (at, offset) => writer.deleteRecordsBefore(at.topic, at.partition, offset),
    forbid: async (topic) => {
      const rules = new TopicRules(writer.admin);
      await rules.deny(topic, 'READ');
      return () => rules.clear(topic);
    },
    interrupt: async () => {
      await broker.stopProcess();
      return () => broker.startProcess();
    },
  };
}
