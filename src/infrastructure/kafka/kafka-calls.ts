import { decodeFetchResponse } from './fetch-response.js';
import type { FetchResponse } from './fetch-response.js';
import { KafkaFailure } from './kafka-failure.js';
import { Encoder, apiKeys, requests } from './kafkajs-internals.js';
import type { ProtocolCall, lookup } from './kafkajs-internals.js';

/** A request in the newest version that the broker supports; `T` is the type of its response. */
export interface KafkaCall<T> {
  (pick: ReturnType<typeof lookup>): ProtocolCall;
  /** Never set; carries only the type. */
  readonly answer?: T;
}

/** One partition of a fetch. */
export interface FetchPart {
  readonly topic: string;
  readonly partition: number;
  readonly fetchOffset: number;
  readonly maxBytes: number;
}

/** A fetch of several partitions. The broker fills its response in their order. */
export interface FetchRequest {
  readonly parts: readonly FetchPart[];
  readonly maxBytes: number;
  /** How long the broker may wait for the first record; 0 returns at once. */
  readonly maxWaitMs: number;
  /** 1 returns committed records, 0 all records. */
  readonly isolationLevel: 0 | 1;
}

/** The brokers, the requested topics, and the leaders of their partitions. */
export interface MetadataResponse {
  readonly clusterId?: string | null;
  readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[];
  readonly topicMetadata: readonly {
    readonly topicErrorCode: number;
    readonly topic: string;
    readonly partitionMetadata: readonly {
      readonly partitionErrorCode: number;
      readonly partitionId: number;
      readonly leader: number;
    }[];
  }[];
}

/** One offset per partition, as a decimal string; `-1` if there is none. */
export interface ListOffsetsResponse {
  readonly responses: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly errorCode: number;
      readonly offset: string;
    }[];
  }[];
}

/** Creates a fetch request. */
export function fetchCall({ parts, ...options }: FetchRequest): KafkaCall<FetchResponse> {
  const topics = parts.map(({ topic, ...part }) => ({ topic, partitions: [part] }));
  return (pick) => {
    const call = pick(
      apiKeys.Fetch,
      requests.Fetch,
    )({
      isolationLevel: options.isolationLevel,
      maxWaitTime: options.maxWaitMs,
      minBytes: options.maxWaitMs === 0 ? 0 : 1,
      maxBytes: options.maxBytes,
      topics,
    });
    const { apiVersion } = notBefore(4, call).request;
    const decode = (payload: Buffer): Promise<object> => {
      const response = decodeFetchResponse(payload, apiVersion);
      return Promise.resolve({
        ...response,
        clientSideThrottleTime: apiVersion >= 8 ? response.throttleMs : 0,
      });
    };
    return { ...call, response: { decode, parse: asDecoded } };
  };
}

/** Creates a request for the leaders of topics. It never creates a topic. */
export function metadataCall(topics: readonly string[]): KafkaCall<MetadataResponse> {
  return (pick) => {
    const call = pick(apiKeys.Metadata, requests.Metadata)({ topics, allowAutoTopicCreation: false });
    const answered = { ...notBefore(4, call), response: { ...call.response, parse: asDecoded } };
    if (topics.length > 0) return answered;
    // kafkajs encodes an empty list as all topics, which takes megabytes on a large cluster.
    const encode = (): Promise<unknown> => Promise.resolve(new Encoder().writeInt32(0).writeBoolean(false));
    return { ...answered, request: { ...call.request, encode } };
  };
}

/**
 * Creates a request for one offset per partition.
 * @param timestamp milliseconds since the epoch; -1 for the last stable offset, -2 for the first retained offset
 */
export function listOffsetsCall(
  partitions: readonly { readonly topic: string; readonly partition: number }[],
  timestamp: number,
): KafkaCall<ListOffsetsResponse> {
  const topics = partitions.map(({ topic, partition }) => ({
    topic,
    partitions: [{ partition, timestamp }],
  }));
  return (pick) => {
    const call = pick(apiKeys.ListOffsets, requests.ListOffsets)({ isolationLevel: 1, topics });
    return { ...notBefore(2, call), response: { ...call.response, parse: asDecoded } };
  };
}

/** Replaces kafkajs' `parse`, which rejects a whole response for the error of one topic or partition. */
function asDecoded(decoded: unknown): Promise<unknown> {
  return Promise.resolve(decoded);
}

function notBefore(version: number, call: ProtocolCall): ProtocolCall {
  if (call.request.apiVersion < version) throw new KafkaFailure('unsupported');
  return call;
}
