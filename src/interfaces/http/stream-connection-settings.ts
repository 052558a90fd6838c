/** Settings of stream connections: timeouts, limits and response headers. */
export abstract class StreamConnectionSettings {
  /** `Access-Control-Allow-Origin` of streams; see {@link SiteSettings.cors}. */
  abstract readonly cors: string | false;
  /** `Content-Security-Policy` of these responses; `false`: the header is not sent. */
  abstract readonly csp: string | false;
  /** Whether streams are compressed for clients that accept gzip. */
  abstract readonly compression: boolean;
  /** A client that accepts no byte for this long is disconnected. */
  abstract readonly stallMs: number;
  /** Open streams are closed evenly over this time at shutdown. */
  abstract readonly drainMs: number;
  /** How many streams can be open in total; absent: no limit. */
  abstract readonly maxConnections?: number;
  /** How many streams can be open for one `X-Client-IP`; absent: no limit. */
  abstract readonly clientIpConnectionLimit?: number;
  /** Addresses and CIDR blocks whose `X-Client-IP` is trusted. */
  abstract readonly trustedProxies: readonly string[];
}
