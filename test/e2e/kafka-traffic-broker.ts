import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { freePorts, writeBrokerFiles } from '../support/kafka/broker-files.js';
import { BrokerProcess } from '../support/kafka/broker-process.js';
import { installJars } from '../support/kafka/java-tools.js';
import { TopicWriter } from '../support/kafka/topic-writer.js';
import { KafkaTrafficRelay } from './kafka-traffic-relay.js';

/** A Kafka that is reached through a relay alone. */
export interface WatchedBroker {
  readonly brokers: readonly string[];
  readonly relay: KafkaTrafficRelay;
  readonly writer: TopicWriter;
  /** Ends it for good and removes what it wrote. */
  stop(): Promise<void>;
}

/** Starts a broker that advertises the relay's address: whoever asks it where to read goes through the relay. */
export async function startWatchedBroker(): Promise<WatchedBroker> {
  await installJars();
  const dir = mkdtempSync(join(tmpdir(), 'eventstreams-kafka-'));
  const ports = await freePorts();
  const relay = await KafkaTrafficRelay.start(ports.plain);
  await writeBrokerFiles(dir, ports, {});
  advertise(join(dir, 'server.properties'), relay.port);
  const broker = new BrokerProcess(dir);
  broker.start();
  const brokers = [`127.0.0.1:${relay.port}`];
  const retry = { retries: 100, initialRetryTime: 100, maxRetryTime: 500 };
  const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING, connectionTimeout: 3000, retry });
  const admin = kafka.admin();
  const remove = async (): Promise<void> => {
    await broker.stop();
    await relay.close();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await admin.connect();
  } catch (error) {
    const lastWords = broker.lastWords();
    await remove();
    throw new Error(`Kafka did not start: ${lastWords}`, { cause: error });
  }
  const writer = new TopicWriter(kafka, admin, brokers);
  return { brokers, relay, writer, stop: () => writer.close().finally(remove) };
}

function advertise(file: string, port: number): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text.replace(/^advertised\.listeners=.*$/m, `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`),
  );
}
