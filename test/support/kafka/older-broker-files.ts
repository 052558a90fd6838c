import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrokerPorts } from './broker-files.js';

/** A version of the protocol between brokers; before 3.0, topics may have `message.format.version`. */
export type ProtocolVersion = '2.8' | '3.9';

/** Writes the configuration of a ZooKeeper and of a broker that is registered there. */
export function writeOlderBrokerFiles(
  dir: string,
  { plain, controller }: Pick<BrokerPorts, 'plain' | 'controller'>,
  protocol: ProtocolVersion,
): void {
  const zookeeper = [
    `dataDir=${join(dir, 'zookeeper')}`,
    'clientPortAddress=127.0.0.1',
    `clientPort=${controller}`,
    'admin.enableServer=false',
    'tickTime=1000',
    // Says which brokers are registered.
    '4lw.commands.whitelist=dump',
  ];
  const broker = [
    'broker.id=1',
    `zookeeper.connect=127.0.0.1:${controller}`,
    `listeners=PLAINTEXT://127.0.0.1:${plain}`,
    `inter.broker.protocol.version=${protocol}`,
    `log.dirs=${join(dir, 'log')}`,
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=1',
    'auto.create.topics.enable=false',
    // How long the registration of a process that was killed stays.
    'zookeeper.session.timeout.ms=2000',
  ];
  writeFileSync(join(dir, 'zookeeper.properties'), `${zookeeper.join('\n')}\n`);
  writeFileSync(join(dir, 'server.properties'), `${broker.join('\n')}\n`);
}
