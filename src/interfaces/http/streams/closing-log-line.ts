import type { IncomingMessage } from 'node:http';
import type { DeliveredTotals } from '../../../application/delivery/delivery-writer.js';
import { truncateForLog } from '../truncate-for-log.js';

/**
 * The log line at the end of a stream: its client, what was sent, and why it ended.
 *
 * @param ip the client's address, from trusted sources only
 */
export function closingLogLine(
  { headers }: IncomingMessage,
  ip: string | undefined,
  streams: readonly string[],
  sent: DeliveredTotals,
  reason: string,
): object {
  return {
    msg: 'stream closed',
    reason,
    streams,
    ip,
    userAgent: truncateForLog(headers['user-agent']),
    referrer: truncateForLog(headers.referer),
    ...sent,
  };
}
