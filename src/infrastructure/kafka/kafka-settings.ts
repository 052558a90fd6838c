import type { ConnectionOptions } from 'node:tls';
import type { SaslCredentials } from './kafkajs-internals.js';

/** Where a broker listens. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

/** How Kafka is reached and read. */
export interface KafkaSettings {
  /** Where the cluster is asked for its brokers; at least one. */
  readonly brokers: readonly BrokerAddress[];
  readonly clientId: string;
  readonly tls?: ConnectionOptions;
  readonly sasl?: SaslCredentials;
  /** How long anything asked of the log may take. */
  readonly requestTimeoutMs: number;
  /** How long connecting to one broker may take, its login included. */
  readonly connectTimeoutMs: number;
  /** How long a broker holds a tail's request while nothing is appended. */
  readonly fetchMaxWaitMs: number;
  /** The most that a tail's request brings, over all partitions of a broker; one batch may be larger. */
  readonly fetchMaxBytes: number;
  /** The most that a tail's request brings of one partition; one batch may be larger. */
  readonly partitionMaxBytes: number;
}
