import type { Chunk } from '../../domain/log-record.js';
import type { Telemetry } from '../../domain/ports/telemetry.js';
import type { BrokerLink } from './broker-link.js';
import type { FetchedPartition, FetchResponse } from './fetch-response.js';
import { fetchCall } from './kafka-calls.js';
import type { FetchRequest } from './kafka-calls.js';
import { shortNameOf } from './kafka-failure.js';
import { createErrorFromCode } from './kafkajs-internals.js';
import { readBatches } from './record-batches.js';

/**
 * Sends a fetch, and reports it.
 * @throws {KafkaFailure}; kafkajs' protocol error where the broker refuses the whole request
 */
export async function sendFetch(
  link: BrokerLink,
  nodeId: number,
  request: FetchRequest,
  timeoutMs: number,
  telemetry: Telemetry,
): Promise<FetchResponse> {
  const startedMs = performance.now();
  const report = (throttleMs: number, error?: unknown): void =>
    telemetry.fetched({
      broker: String(nodeId),
      durationMs: performance.now() - startedMs,
      throttleMs,
      ...(error !== undefined && { error: shortNameOf(error) }),
    });
  const response = await link.send(fetchCall(request), timeoutMs).catch((error: unknown) => {
    report(0, error);
    throw error;
  });
  const codes = [response.errorCode, ...response.partitions.map(({ errorCode }) => errorCode)];
  const failed = codes.find((code) => code !== 0);
  report(response.throttleMs, failed === undefined ? undefined : createErrorFromCode(failed));
  if (response.errorCode !== 0) throw createErrorFromCode(response.errorCode);
  return response;
}

/**
 * What a partition's answer holds from an offset on.
 *
 * Within an open transaction a reader may be beyond the last stable offset; its end is then where it is.
 * @throws the codec's error for a batch that cannot be read
 */
export async function chunkOf(fetched: FetchedPartition, offset: number): Promise<Chunk> {
  const { records, nextOffset } = await readBatches(fetched.batches, fetched.aborted, offset);
  return { records, nextOffset, endOffset: Math.max(fetched.lastStableOffset, nextOffset) };
}
