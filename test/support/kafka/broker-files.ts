import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { secret } from '../service-log.js';
import { freePort } from '../free-port.js';
import { runJava } from './java-tools.js';
import { startMs } from '../limits.js';

/** Who may log in at the secure listener, by PLAIN and SCRAM-SHA-256. */
export const credentials = { username: 'reader', password: secret } as const;

/** Where a broker listens. */
export interface BrokerPorts {
  readonly plain: number;
  readonly secure: number;
  readonly controller: number;
}

/** What a broker has beside its plain listener. */
export interface BrokerTraits {
  /** A listener with SASL over TLS. */
  readonly secure?: boolean;
  /** Rules of who may do what; who comes by the plain listener may do everything. */
  readonly acls?: boolean;
  /** `host:port` that a further plain listener gives as its own address, whether or not anything is there. */
  readonly misdirecting?: string;
}

/** Ports that are free. */
export async function freePorts(): Promise<BrokerPorts> {
  return { plain: await freePort(), secure: await freePort(), controller: await freePort() };
}

/** Writes the configuration of a single broker, and formats its directory. */
export async function writeBrokerFiles(dir: string, ports: BrokerPorts, traits: BrokerTraits): Promise<void> {
  const file = join(dir, 'server.properties');
  const secure = traits.secure === true;
  const lines = [
    ...plainSettings(dir, ports, traits),
    ...(secure ? secureSettings(dir) : []),
    ...(traits.acls === true ? aclSettings : []),
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  if (secure) makeCertificate(dir);
  const { username, password } = credentials;
  const scram = secure ? ['--add-scram', `SCRAM-SHA-256=[name=${username},password=${password}]`] : [];
  const id = randomBytes(16).toString('base64url').replaceAll('-', 'A');
  await runJava(['kafka.tools.StorageTool', 'format', '-t', id, '-c', file, ...scram]);
}

const aclSettings: readonly string[] = [
  'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'allow.everyone.if.no.acl.found=true',
  'super.users=User:ANONYMOUS',
];

/** The one further listener that a broker may have, and what it gives as its address. */
function furtherListener(
  { secure: port }: BrokerPorts,
  { secure, misdirecting }: BrokerTraits,
): readonly [listener: string, advertised: string] {
  if (misdirecting !== undefined) return [`,ASTRAY://127.0.0.1:${port}`, `,ASTRAY://${misdirecting}`];
  return secure === true ? [`,SECURE://127.0.0.1:${port}`, `,SECURE://localhost:${port}`] : ['', ''];
}

function plainSettings(dir: string, ports: BrokerPorts, traits: BrokerTraits): readonly string[] {
  const { plain, controller } = ports;
  const [listener, advertised] = furtherListener(ports, traits);
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${controller}`,
    'controller.listener.names=CONTROLLER',
    `listeners=PLAINTEXT://127.0.0.1:${plain},CONTROLLER://127.0.0.1:${controller}${listener}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${plain}${advertised}`,
    'inter.broker.listener.name=PLAINTEXT',
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL,ASTRAY:PLAINTEXT',
    `log.dirs=${join(dir, 'log')}`,
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=1',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'transaction.state.log.num.partitions=1',
    'share.coordinator.state.topic.replication.factor=1',
    'share.coordinator.state.topic.min.isr=1',
    'auto.create.topics.enable=true',
    'broker.heartbeat.interval.ms=200',
    'broker.session.timeout.ms=2000',
    // A broker that is not registered within this ends, without a word.
    `initial.broker.registration.timeout.ms=${startMs}`,
    'file.delete.delay.ms=1000',
    'log.cleaner.backoff.ms=100',
  ];
}

function secureSettings(dir: string): readonly string[] {
  const { username, password } = credentials;
  const security = 'org.apache.kafka.common.security';
  return [
    'sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256',
    `listener.name.secure.plain.sasl.jaas.config=${security}.plain.PlainLoginModule required user_${username}="${password}";`,
    `listener.name.secure.scram-sha-256.sasl.jaas.config=${security}.scram.ScramLoginModule required;`,
    `listener.name.secure.ssl.keystore.location=${join(dir, 'keystore.p12')}`,
    'listener.name.secure.ssl.keystore.type=PKCS12',
    'listener.name.secure.ssl.keystore.password=changeit',
  ];
}

/** A certificate of its own authority for `localhost`, and its PEM, which clients trust. */
function makeCertificate(dir: string): void {
  const store = ['-keystore', join(dir, 'keystore.p12'), '-storetype', 'PKCS12', '-storepass', 'changeit'];
  const name = ['-alias', 'broker', '-dname', 'CN=localhost', '-ext', 'SAN=dns:localhost,ip:127.0.0.1'];
  const keytool = (args: readonly string[]): Buffer =>
    execFileSync('keytool', args, { stdio: 'pipe', timeout: startMs });
  keytool(['-genkeypair', ...name, '-keyalg', 'EC', '-validity', '10', '-ext', 'BC:c=ca:true', ...store]);
  keytool(['-exportcert', '-rfc', '-alias', 'broker', '-file', join(dir, 'ca.pem'), ...store]);
}
