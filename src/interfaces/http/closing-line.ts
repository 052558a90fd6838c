import type { Request } from 'express';
import type { Sent } from '../../application/delivery.js';
import { loggedText } from './logged-text.js';

/**
 * What the log says of a stream when it ends: whose it was, what was sent, and why it ended.
 * @param ip the client's, as far as those who say so are believed
 */
export function closingLine(
  request: Request,
  ip: string | undefined,
  streams: readonly string[],
  sent: Sent,
  reason: string,
): object {
  return {
    msg: 'stream closed',
    reason,
    streams,
    ip,
    userAgent: loggedText(request.get('user-agent')),
    referrer: loggedText(request.get('referer')),
    ...sent,
  };
}
