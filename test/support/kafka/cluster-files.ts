import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrokerPorts } from './broker-files.js';
import { runJava } from './java-tools.js';
import { startMs } from '../limits.js';

/** Writes the configuration of brokers that are each a third of a quorum, one directory each, and formats them. */
export async function writeClusterFiles(
  dirs: readonly string[],
  ports: readonly BrokerPorts[],
): Promise<void> {
  const clusterId = randomBytes(16).toString('base64url').replaceAll('-', 'A');
  const voters = ports.map(({ controller }, index) => `${index + 1}@127.0.0.1:${controller}`).join(',');
  const replicas = Math.min(3, dirs.length);
  await Promise.all(
    dirs.map(async (dir, index) => {
      const own = ports[index];
      if (!own) throw new Error('A broker has no ports');
      mkdirSync(dir, { recursive: true });
      const file = join(dir, 'server.properties');
      writeFileSync(file, `${settings(dir, index + 1, own, voters, replicas).join('\n')}\n`);
      await runJava(['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', file]);
    }),
  );
}

function settings(
  dir: string,
  nodeId: number,
  { plain, controller }: BrokerPorts,
  voters: string,
  replicas: number,
): readonly string[] {
  return [
    'process.roles=broker,controller',
    `node.id=${nodeId}`,
    `controller.quorum.voters=${voters}`,
    'controller.listener.names=CONTROLLER',
    `listeners=PLAINTEXT://127.0.0.1:${plain},CONTROLLER://127.0.0.1:${controller}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${plain}`,
    'inter.broker.listener.name=PLAINTEXT',
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    `log.dirs=${join(dir, 'log')}`,
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=1',
    `transaction.state.log.replication.factor=${replicas}`,
    'transaction.state.log.min.isr=1',
    'transaction.state.log.num.partitions=3',
    'transaction.abort.timed.out.transaction.cleanup.interval.ms=500',
    'share.coordinator.state.topic.replication.factor=1',
    'share.coordinator.state.topic.min.isr=1',
    'auto.create.topics.enable=false',
    'min.insync.replicas=1',
    'broker.heartbeat.interval.ms=300',
    'broker.session.timeout.ms=3000',
    // A broker that is not registered within this ends, without a word.
    `initial.broker.registration.timeout.ms=${startMs}`,
    'file.delete.delay.ms=1000',
    'log.cleaner.backoff.ms=500',
    'log.cleaner.dedupe.buffer.size=16777216',
  ];
}
