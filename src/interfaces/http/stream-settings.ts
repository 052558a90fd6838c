/** How long connections are kept under which circumstances, and what their responses carry. */
export abstract class StreamSettings {
  /** Which pages may read streams; see {@link HttpSettings.cors}. */
  abstract readonly cors: string | false;
  /** `Content-Security-Policy` of these responses; `false`: the header is not sent. */
  abstract readonly csp: string | false;
  /** A client that takes no byte for this long is dropped. */
  abstract readonly stallMs: number;
  /** Over how long open streams are ended at shutdown. */
  abstract readonly drainMs: number;
  /** How many streams may be open, in all; absent: any number. */
  abstract readonly maxConnections?: number;
  /** How many streams may be open for one `X-Client-IP`; absent: any number. */
  abstract readonly clientIpConnectionLimit?: number;
  /** Addresses and CIDR blocks whose `X-Client-IP` is believed. */
  abstract readonly trustedProxies: readonly string[];
}
