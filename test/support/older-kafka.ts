import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GuardedProcess } from './guarded-process.js';
import { serving, writerOf } from './kafka-broker.js';
import { freePorts } from './kafka/broker-files.js';
import { classPathOf, installJars, javaOptions, javaRunsKafka, olderJars } from './kafka/java-tools.js';
import { writeOlderBrokerFiles } from './kafka/older-broker-files.js';
import type { TopicWriter } from './kafka/topic-writer.js';

/**
 * Kafka 3.9 with ZooKeeper: the last that writes message formats 0 and 1, into topics with `message.format.version`.
 */
export interface OlderKafka {
  /** `host:port` of each. */
  readonly brokers: readonly string[];
  readonly writer: TopicWriter;
  /** Starts it again as a cluster whose upgrade is complete: from now on it writes format 2 only. */
  upgrade(): Promise<void>;
  /** Ends it for good and removes what it wrote. */
  stop(): Promise<void>;
}

/** Tests that need it; skipped by name where neither its jars nor Maven are there, unless `REQUIRE_KAFKA` is 1. */
export function describeOlderKafka(name: string, tests: () => void): void {
  if (javaRunsKafka(olderJars)) describe(name, tests);
  else if (process.env['REQUIRE_KAFKA'] !== '1') describe.skip(name, tests);
  else {
    it(name, () => {
      throw new Error('REQUIRE_KAFKA is 1, and there is no Java with Maven');
    });
  }
}

/** Starts one; `stop` it when done. */
export async function startOlderKafka(): Promise<OlderKafka> {
  await installJars(olderJars);
  const dir = mkdtempSync(join(tmpdir(), 'eventstreams-kafka-'));
  const ports = await freePorts();
  writeOlderBrokerFiles(dir, ports, '2.8');
  const zookeeper = javaProcess(
    dir,
    'org.apache.zookeeper.server.quorum.QuorumPeerMain',
    'zookeeper.properties',
  );
  const broker = javaProcess(dir, 'kafka.Kafka', 'server.properties');
  const brokers = [`127.0.0.1:${ports.plain}`];
  const start = async (): Promise<void> => {
    broker.start();
    await serving(brokers).catch((error: unknown) => {
      const lastWords = readFileSync(join(dir, 'server.properties.log'), 'utf8').slice(-2000);
      throw new Error(`Kafka 3.9 did not start: ${lastWords}`, { cause: error });
    });
  };
  const remove = async (): Promise<void> => {
    await broker.kill();
    await zookeeper.kill();
    rmSync(dir, { recursive: true, force: true });
  };
  zookeeper.start();
  await start().catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const writer = await writerOf(brokers);
  return {
    brokers,
    writer,
    upgrade: async () => {
      // Unlike one that is killed it takes back its registration, beside which no other could start.
      await broker.shutDown();
      writeOlderBrokerFiles(dir, ports, '3.9');
      await start();
    },
    stop: () => writer.close().finally(remove),
  };
}

function javaProcess(dir: string, program: string, properties: string): GuardedProcess {
  const command = ['java', ...javaOptions, '-cp', classPathOf(olderJars), program, join(dir, properties)];
  return new GuardedProcess(command, join(dir, `${properties}.log`));
}
