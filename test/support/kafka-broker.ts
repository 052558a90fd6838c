import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { credentials, freePorts, writeBrokerFiles } from './kafka/broker-files.js';
import { BrokerProcess } from './kafka/broker-process.js';
import { installJars, javaRunsKafka } from './kafka/java-tools.js';
import { TopicWriter } from './kafka/topic-writer.js';
import { startMs, testTimeoutMs } from './limits.js';

const pollMs = 100;
/** As many as a start may take, one second apart: a broker on a busy machine may not answer for long. */
const mostRetries = startMs / 1000;
/** Enough to fetch the jars once. */
export const kafkaStartTimeoutMs = testTimeoutMs;

/** What a test needs of its broker. */
export interface KafkaOptions {
  /** Its own process, which it may stop: `KAFKA_BROKERS` is then not used. */
  readonly own?: boolean;
  /** Its own process, with a second listener: SASL (PLAIN, SCRAM-SHA-256) over TLS. */
  readonly secure?: boolean;
  /** With `secure`: who logs in there may do what nothing forbids, and `writer.admin` what it likes. */
  readonly acls?: boolean;
  /** Its own process, with a second listener that names this `host:port` as the broker's address. */
  readonly misdirecting?: string;
}

/** A running Kafka. */
export interface KafkaBroker {
  /** `host:port` of each. */
  readonly brokers: readonly string[];
  readonly writer: TopicWriter;
  /** Where one logs in over TLS, and by what; only of a broker started with `secure`. */
  readonly secure: SecureListener;
  /** `host:port` of the listener that sends clients astray; only of a broker started with `misdirecting`. */
  readonly astray: string;
  /** Ends the broker's process, and keeps its data; only of one's own. */
  stopProcess(): Promise<void>;
  /** Starts it again at the same port; resolves when it serves. */
  startProcess(): Promise<void>;
  /** Ends it for good and removes what it wrote. */
  stop(): Promise<void>;
}

/** A listener with SASL over TLS. */
export interface SecureListener {
  readonly broker: string;
  /** The PEM file of the authority of its certificate. */
  readonly caFile: string;
  readonly username: string;
  readonly password: string;
}

/**
 * Tests that need Kafka. Without one they are reported as skipped, by name; with `REQUIRE_KAFKA=1` they fail.
 * A Kafka is `KAFKA_BROKERS` (unless the tests need their own), or Java with Maven.
 */
export function describeKafka(name: string, tests: () => void, options: KafkaOptions = {}): void {
  if (givenBrokers(options) !== undefined || javaRunsKafka()) describe(name, tests);
  else if (process.env['REQUIRE_KAFKA'] !== '1') describe.skip(name, tests);
  else {
    it(name, () => {
      throw new Error('REQUIRE_KAFKA is 1, and there is neither KAFKA_BROKERS nor Java with Maven');
    });
  }
}

/** Starts a single broker, or takes the one that is given; `stop` it when done. */
export async function startKafka(options: KafkaOptions = {}): Promise<KafkaBroker> {
  const given = givenBrokers(options);
  if (given !== undefined) return givenBroker(given);
  await installJars();
  const dir = mkdtempSync(join(tmpdir(), 'eventstreams-kafka-'));
  const ports = await freePorts();
  await writeBrokerFiles(dir, ports, options);
  const process = new BrokerProcess(dir);
  const brokers = [`127.0.0.1:${ports.plain}`];
  const remove = async (): Promise<void> => {
    await process.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  const startProcess = async (): Promise<void> => {
    process.start();
    await serving(brokers).catch((error: unknown) => {
      throw new Error(`Kafka did not start: ${process.lastWords()}`, { cause: error });
    });
  };
  await startProcess().catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const writer = await writerOf(brokers);
  return {
    brokers,
    writer,
    secure: { broker: `localhost:${ports.secure}`, caFile: join(dir, 'ca.pem'), ...credentials },
    astray: `127.0.0.1:${ports.secure}`,
    stopProcess: () => process.stop(),
    startProcess,
    stop: () => writer.close().finally(remove),
  };
}

function givenBrokers({ own, secure, misdirecting }: KafkaOptions): readonly string[] | undefined {
  const given = process.env['KAFKA_BROKERS'];
  const needsOwn = own === true || secure === true || misdirecting !== undefined;
  return given === undefined || given === '' || needsOwn ? undefined : given.split(',');
}

async function givenBroker(brokers: readonly string[]): Promise<KafkaBroker> {
  const notOurs = (): never => {
    throw new Error(
      'A broker of KAFKA_BROKERS is not ours to stop, nor to log in to: start one with { own: true }',
    );
  };
  const writer = await writerOf(brokers);
  return {
    brokers,
    writer,
    get secure(): never {
      return notOurs();
    },
    get astray(): never {
      return notOurs();
    },
    stopProcess: notOurs,
    startProcess: notOurs,
    stop: () => writer.close(),
  };
}

function clientOf(brokers: readonly string[], retries: number): Kafka {
  const retry = { retries, initialRetryTime: 50, maxRetryTime: 1000 };
  return new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING, connectionTimeout: 3000, retry });
}

/** What writes to brokers that serve. */
export async function writerOf(brokers: readonly string[]): Promise<TopicWriter> {
  const kafka = clientOf(brokers, mostRetries);
  const admin = kafka.admin();
  await admin.connect();
  return new TopicWriter(kafka, admin, brokers);
}

/** Waits until the broker answers, and counts itself among the living. */
export async function serving(brokers: readonly string[]): Promise<void> {
  const deadlineMs = Date.now() + startMs;
  for (;;) {
    const admin = clientOf(brokers, 0).admin();
    try {
      await admin.connect();
      const cluster = await admin.describeCluster();
      if (cluster.brokers.length > 0) return;
    } catch (error) {
      if (Date.now() > deadlineMs) throw error;
    } finally {
      await admin.disconnect();
    }
    await wait(pollMs);
  }
}
