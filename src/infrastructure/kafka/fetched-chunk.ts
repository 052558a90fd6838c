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
 * Sends a fetch, and reports it.
 * @throws {KafkaFailure}; {@link KafkaError} where the broker refuses the whole request
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

/** Less is not worth asking twice: a broker sends a batch as a whole, however little of it was wanted. */
const leastUnpackedBytes = 256 * 1024;

/**
 * What a partition's answer holds from an offset on, as far as about `maxBytes` of it, unpacked. That may end within a
 * batch.
 *
 * It is as much as the answer takes, compressed, where that is more: what was not compressed is not asked for twice.
 * Within an open transaction a reader may be beyond the last stable offset; its end is then where it is.
 * @param kept where a batch waits for the next who asks, if it was not read to its end
 * @throws {TypeError} for a message format or a codec that is not known; the codec's error for a batch that is damaged
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
