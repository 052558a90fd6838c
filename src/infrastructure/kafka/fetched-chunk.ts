import type { Chunk } from '../../domain/log-record.js';
import type { Telemetry } from '../../domain/ports/telemetry.js';
import type { BrokerLink } from './broker-link.js';
import type { FetchedPartition, FetchResponse } from './fetch-response.js';
import { fetchCall } from './kafka-calls.js';
import type { FetchRequest } from './kafka-calls.js';
import { KafkaError } from './kafka-errors.js';
import { shortNameOf } from './kafka-failure.js';
import type { KeptReadings } from './records/kept-readings.js';
import { readRecordSet } from './records/read-record-set.js';

/**
 * Sends a fetch and reports it to telemetry.
 * @throws {KafkaFailure}; {@link KafkaError} if the broker rejects the whole request
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
  report(response.throttleMs, failed === undefined ? undefined : new KafkaError(failed, 'a fetch'));
  if (response.errorCode !== 0) throw new KafkaError(response.errorCode, 'a fetch');
  return response;
}

/** A lower limit is not worth a second fetch: a broker sends whole batches, however few bytes were requested. */
const leastUnpackedBytes = 256 * 1024;

/**
 * Reads a partition's response from an offset on, up to about `maxBytes` of decompressed records. The chunk may end
 * within a batch.
 *
 * If the response itself is larger than `maxBytes`, its size is the limit, so that uncompressed records are not fetched
 * twice. Within an open transaction, a reader may be beyond the last stable offset; `endOffset` is then its position.
 * @param kept cache for a batch that was not read to its end
 * @throws {TypeError} for an unknown message format or codec; the codec's error for a damaged batch
 */
export async function chunkOf(
  { batches, aborted, lastStableOffset }: FetchedPartition,
  fromOffset: number,
  maxBytes: number,
  kept?: KeptReadings,
): Promise<Chunk> {
  const mostBytes = Math.max(maxBytes, batches.length, leastUnpackedBytes);
  const options = { aborted, fromOffset, mostBytes, ...(kept && { kept }) };
  const { records, nextOffset } = await readRecordSet(batches, options);
  return { records, nextOffset, endOffset: Math.max(lastStableOffset, nextOffset) };
}
