import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startMs } from '../limits.js';
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
    `maxSessionTimeout=${startMs}`,
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
    // A broker whose session expires while it starts ends: on a busy machine it may not be heard for long.
    `zookeeper.session.timeout.ms=${startMs}`,
    `zookeeper.connection.timeout.ms=${startMs}`,
  ];
  writeFileSync(join(dir, 'zookeeper.properties'), `${zookeeper.join('\n')}\n`);
  writeFileSync(join(dir, 'server.properties'), `${broker.join('\n')}\n`);
}
