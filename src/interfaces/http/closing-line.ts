import type { Request } from 'express';
import type { Sent } from '../../application/delivery.js';

/** What the log says of a stream when it ends: whose it was, what was sent, and why it ended. */
export function closingLine(
  request: Request,
  streams: readonly string[],
  sent: Sent,
  reason: string,
): object {
  return {
    msg: 'stream closed',
    reason,
    streams,
    ip: request.get('x-client-ip') ?? request.socket.remoteAddress,
    userAgent: request.get('user-agent'),
    referrer: request.get('referer'),
    ...sent,
  };
}
