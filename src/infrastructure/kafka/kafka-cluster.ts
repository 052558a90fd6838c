import { partitionKey } from '../../domain/topic-partition.js';
import type { TopicPartition } from '../../domain/topic-partition.js';
import { BrokerLink } from './broker-link.js';
import { metadataCall } from './kafka-calls.js';
import type { MetadataResponse } from './kafka-calls.js';
import { KafkaFailure } from './kafka-failure.js';
import type { KafkaHealth } from './kafka-health.js';
import type { BrokerAddress, KafkaSettings } from './kafka-settings.js';
import { createErrorFromCode } from './kafkajs-internals.js';

/** Requests of one purpose share a connection, which answers them in order: a replay never waits behind a long poll. */
export type LinkPurpose = 'tail' | 'fetch' | 'query';

/** Who leads a partition: a node; nobody, because of an error; or `absent`: there is no such partition. */
export type Leader = number | Error | 'absent';

const unknownTopic = 3;
const leaderNotAvailable = 5;

/** The brokers of a cluster: which there are, who leads what, and the ways to them. */
export class KafkaCluster {
  readonly #links = new Map<string, BrokerLink>();
  readonly #leaders = new Map<string, number>();
  #nodes = new Map<number, BrokerAddress>();
  #closed = false;

  constructor(
    private readonly settings: KafkaSettings,
    private readonly health: KafkaHealth,
  ) {}

  /** The leader that was last heard of; `undefined` where metadata has to be asked for. */
  knownLeader(partition: TopicPartition): number | undefined {
    return this.#leaders.get(partitionKey(partition));
  }

  /**
   * Asks one broker after the other, those first that are connected.
   * @throws {KafkaFailure} where none answers in time: the failure that an operator can most do about
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
        this.health.answered();
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

  /** @throws {KafkaFailure} where the node is not known (any more) */
  link(purpose: LinkPurpose, nodeId: number): BrokerLink {
    const address = this.#nodes.get(nodeId);
    if (address === undefined || this.#closed) throw new KafkaFailure('closed');
    return this.#link(purpose, address);
  }

  /** Ends a connection that is not needed for now. */
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
    const link = this.#links.get(key) ?? new BrokerLink(address, this.settings);
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
        if (leader >= 0) this.#leaders.set(partitionKey({ topic, partition: partitionId }), leader);
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

/** Who leads a partition, by a fresh answer. */
export function leaderIn(metadata: MetadataResponse, { topic, partition }: TopicPartition): Leader {
  const found = metadata.topicMetadata.find((candidate) => candidate.topic === topic);
  if (found === undefined || found.topicErrorCode === unknownTopic) return 'absent';
  if (found.topicErrorCode !== 0) return createErrorFromCode(found.topicErrorCode);
  const leader =
    found.partitionMetadata.find(({ partitionId }) => partitionId === partition)?.leader ?? 'absent';
  return leader === -1 ? createErrorFromCode(leaderNotAvailable) : leader;
}

function linkKey(purpose: LinkPurpose, { host, port }: BrokerAddress): string {
  return `${purpose} ${host}:${port}`;
}
