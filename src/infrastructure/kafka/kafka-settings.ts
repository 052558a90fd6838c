import type { ConnectionOptions } from 'node:tls';
import type { SaslCredentials } from './kafkajs-internals.js';

/** The address of a broker. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

/** Settings for connecting to Kafka and reading from it. */
export interface KafkaSettings {
  /** The bootstrap brokers; at least one. */
  readonly brokers: readonly BrokerAddress[];
  readonly clientId: string;
  readonly tls?: ConnectionOptions;
  readonly sasl?: SaslCredentials;
  /** Time limit of a request, including retries. */
  readonly requestTimeoutMs: number;
  /** Time limit for connecting to one broker, including login. */
  readonly connectTimeoutMs: number;
  /** How long a broker holds a tail's fetch while there are no new records. */
  readonly fetchMaxWaitMs: number;
  /** Maximum size of a tail's fetch over all partitions of a broker; one batch may be larger. */
  readonly fetchMaxBytes: number;
  /** Maximum size of a tail's fetch for one partition; one batch may be larger. */
  readonly partitionMaxBytes: number;
}
