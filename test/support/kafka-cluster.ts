import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { freePorts } from './kafka/broker-files.js';
import { BrokerProcess } from './kafka/broker-process.js';
import { writeClusterFiles } from './kafka/cluster-files.js';
import { installJars } from './kafka/java-tools.js';
import { startMs } from './limits.js';

const pollMs = 100;
/** Several brokers share a machine with what is tested. */
const heap = ['-Xmx256m'];

/** Brokers that replicate each other, each a process of its own. */
export interface KafkaCluster {
  /** `host:port` of each. */
  readonly brokers: readonly string[];
  /** Ends a broker's process as a power cut would, by its index, and keeps its data. */
  stopBroker(index: number): Promise<void>;
  /** Starts it again at the same port; does not wait until it serves. */
  startBroker(index: number): void;
  /** Resolves when all brokers count among the living. */
  whole(): Promise<void>;
  /** Ends it for good and removes what it wrote. */
  stop(): Promise<void>;
}

/** Starts so many brokers; `stop` them when done. */
export async function startCluster(count: number): Promise<KafkaCluster> {
  await installJars();
  const dir = mkdtempSync(join(tmpdir(), 'eventstreams-kafka-'));
  const ports = await Promise.all(Array.from({ length: count }, () => freePorts()));
  const dirs = ports.map((_, index) => join(dir, `${index + 1}`));
  await writeClusterFiles(dirs, ports);
  const processes = dirs.map((own) => new BrokerProcess(own, heap));
  const brokers = ports.map(({ plain }) => `127.0.0.1:${plain}`);
  const stop = async (): Promise<void> => {
    await Promise.all(processes.map((process) => process.stop()));
    rmSync(dir, { recursive: true, force: true });
  };
  for (const process of processes) process.start();
  const whole = (): Promise<void> => counted(brokers);
  try {
    await whole();
  } catch (error) {
    const lastWords = processes.map((process) => process.lastWords()).join('\n');
    await stop();
    throw new Error(`Kafka did not start: ${lastWords}`, { cause: error });
  }
  return {
    brokers,
    stopBroker: async (index) => processes[index]?.stop(),
    startBroker: (index) => processes[index]?.start(),
    whole,
    stop,
  };
}

async function counted(brokers: readonly string[]): Promise<void> {
  const deadlineMs = Date.now() + startMs;
  for (;;) {
    const kafka = new Kafka({
      brokers: [...brokers],
      logLevel: logLevel.NOTHING,
      connectionTimeout: 3000,
      retry: { retries: 0 },
    });
    const admin = kafka.admin();
    try {
      await admin.connect();
      const cluster = await admin.describeCluster();
      if (cluster.brokers.length === brokers.length) return;
      if (Date.now() > deadlineMs) throw new Error(`${cluster.brokers.length} of ${brokers.length} serve`);
    } catch (error) {
      if (Date.now() > deadlineMs) throw error;
    } finally {
      await admin.disconnect();
    }
    await wait(pollMs);
  }
}
