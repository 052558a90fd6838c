import { partitionKey } from '../../domain/topic-partition.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import { BrokerLink } from './broker-link.js';
import { metadataCall } from './kafka-calls.js';
import type { MetadataResponse } from './kafka-calls.js';
import { KafkaError, meaningOf } from './kafka-errors.js';
import { KafkaFailure } from './kafka-failure.js';
import type { KafkaHealth } from './kafka-health.js';
import type { BrokerAddress, KafkaSettings } from './kafka-settings.js';
import type { TopicWatch } from './topic-watch.js';

/** Requests of one purpose share a connection and are answered in order. A replay never waits behind a long poll. */
export type LinkPurpose = 'tail' | 'fetch' | 'query';

/** The leader of a partition: a node id, an error if it is unknown, or `absent` if the partition does not exist. */
export type Leader = number | Error | 'absent';

const leaderNotAvailable = 5;
/** If a leader is away for this long, it will not be back soon. Kafka takes about as long to elect another. */
const patienceMs = 10_000;

/** The brokers of a cluster, the leaders of its partitions, and the links to the brokers. */
export class KafkaCluster {
  readonly #links = new Map<string, BrokerLink>();
  readonly #leaders = new Map<string, number>();
  /** When partitions were first found to have no leader, as `performance.now()`. */
  readonly #leaderless = new Map<string, number>();
  #nodes = new Map<number, BrokerAddress>();
  #closed = false;

  constructor(
    private readonly settings: KafkaSettings,
    private readonly health: KafkaHealth,
  ) {}

  /** Returns the last known leader; `undefined` if metadata must be requested. */
  knownLeader(partition: TopicPartition): number | undefined {
    return this.#leaders.get(partitionKey(partition));
  }

  /**
   * Returns why a partition will not be readable soon: its leader has been unreachable or missing for long, or only an
   * operator can make it reachable. Returns `undefined` if the partition may be readable.
   */
  hopeless(partition: TopicPartition): Error | undefined {
    const key = partitionKey(partition);
    const leader = this.#leaders.get(key);
    const address = leader === undefined ? undefined : this.#nodes.get(leader);
    const lost = address && this.health.brokers.find(address);
    if (lost && (lost.failure.needsOperator || isLong(lost.sinceMs))) return lost.failure;
    const leaderless = this.#leaderless.get(key);
    if (leaderless === undefined || !isLong(leaderless)) return undefined;
    return new KafkaError(leaderNotAvailable, `partition ${key}`);
  }

  /** Receives successful and failed reads of partitions. */
  get topics(): TopicWatch {
    return this.health.topics;
  }

  /**
   * Requests metadata from one broker after the other, connected ones first.
   * @throws {KafkaFailure} if none responds in time: the first failure that only an operator can fix, or else the last
   * one
   */
  async metadata(topics: readonly string[], timeoutMs: number): Promise<MetadataResponse> {
    const deadlineMs = performance.now() + timeoutMs;
    let worst: KafkaFailure | undefined;
    for (const link of this.#candidates()) {
      const remainingMs = deadlineMs - performance.now();
      if (remainingMs <= 0 || this.#closed) break;
      try {
        const answer = await link.send(metadataCall(topics), remainingMs);
        this.#learn(answer, topics);
        this.health.answered([...this.#nodes.values()]);
        this.health.topics.described(answer);
        return answer;
      } catch (error) {
        const failure = KafkaFailure.of(error);
        if (worst?.needsOperator !== true) worst = failure;
      }
    }
    const failure = worst ?? new KafkaFailure('timeout');
    if (!this.#closed) this.health.failed(failure);
    throw failure;
  }

  /** @throws {KafkaFailure} if the node is not, or no longer, known */
  link(purpose: LinkPurpose, nodeId: number): BrokerLink {
    const address = this.#nodes.get(nodeId);
    if (address === undefined || this.#closed) throw new KafkaFailure('closed');
    return this.#link(purpose, address);
  }

  /** Closes a connection that is not needed at the moment. */
  release(purpose: LinkPurpose, nodeId: number): void {
    const address = this.#nodes.get(nodeId);
    if (address === undefined) return;
    const key = linkKey(purpose, address);
    this.#links.get(key)?.close();
    this.#links.delete(key);
  }

  close(): void {
    this.#closed = true;
    for (const link of this.#links.values()) link.close();
    this.#links.clear();
  }

  #candidates(): readonly BrokerLink[] {
    const links = [...this.#nodes.values(), ...this.settings.brokers].map((address) =>
      this.#link('query', address),
    );
    const connected = links.filter((link) => link.connected);
    return [...new Set([...connected, ...links])];
  }

  #link(purpose: LinkPurpose, address: BrokerAddress): BrokerLink {
    const key = linkKey(purpose, address);
    const link = this.#links.get(key) ?? new BrokerLink(address, this.settings, this.health.brokers);
    this.#links.set(key, link);
    return link;
  }

  #learn(answer: MetadataResponse, topics: readonly string[]): void {
    if (this.#closed) return;
    this.#nodes = new Map(answer.brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }]));
    this.#closeStale();
    for (const key of this.#leaders.keys()) {
      if (topics.includes(key.slice(0, key.lastIndexOf('/')))) this.#leaders.delete(key);
    }
    for (const { topic, partitionMetadata } of answer.topicMetadata) {
      for (const { partitionId, leader } of partitionMetadata) {
        const key = partitionKey({ topic, partition: partitionId });
        if (leader >= 0) this.#leaders.set(key, leader);
        if (leader >= 0) this.#leaderless.delete(key);
        else this.#leaderless.set(key, this.#leaderless.get(key) ?? performance.now());
      }
    }
  }

  #closeStale(): void {
    const addresses = [...this.#nodes.values(), ...this.settings.brokers];
    const current = new Set(addresses.map(({ host, port }) => `${host}:${port}`));
    for (const [key, link] of this.#links) {
      if (current.has(`${link.address.host}:${link.address.port}`)) continue;
      link.close();
      this.#links.delete(key);
    }
  }
}

/** Returns the leader of a partition from a metadata response. */
export function leaderIn(metadata: MetadataResponse, { topic, partition }: TopicPartition): Leader {
  const found = metadata.topicMetadata.find((candidate) => candidate.topic === topic);
  if (found === undefined || meaningOf(found.topicErrorCode) === 'absent') return 'absent';
  if (found.topicErrorCode !== 0) return new KafkaError(found.topicErrorCode, `topic ${topic}`);
  const leader =
    found.partitionMetadata.find(({ partitionId }) => partitionId === partition)?.leader ?? 'absent';
  return leader === -1
    ? new KafkaError(leaderNotAvailable, `partition ${partition} of topic ${topic}`)
    : leader;
}

function isLong(sinceMs: number): boolean {
  return performance.now() - sinceMs >= patienceMs;
}

function linkKey(purpose: LinkPurpose, { host, port }: BrokerAddress): string {
  return `${purpose} ${host}:${port}`;
}
