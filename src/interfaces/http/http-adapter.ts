import { ExpressAdapter } from '@nestjs/platform-express';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';

/** Room for the ids of hundreds of partitions; what stands in between decides how much of it arrives. */
const maxHeaderBytes = 65_536;

/** How long a client may take to ask. */
export interface RequestLimits {
  /** For the head of a request, from its connection or the answer before on. */
  readonly headMs: number;
  /** For all of a request. The answer, which may be a stream, is under no such limit. */
  readonly requestMs: number;
  /** How often connections are looked at. */
  readonly checkMs: number;
}

const defaults: RequestLimits = { headMs: 20_000, requestMs: 30_000, checkMs: 5000 };

/**
 * Express on a server that takes long headers: a `Last-Event-ID` has an entry for every partition. Nothing is ever posted here,
 * so a request that is not there soon never will be, and holds a connection for nothing: it is answered 408.
 */
export class HttpAdapter extends ExpressAdapter {
  constructor(private readonly limits: RequestLimits = defaults) {
    super();
  }

  override initHttpServer(): void {
    this.httpServer = createServer(
      {
        maxHeaderSize: maxHeaderBytes,
        headersTimeout: this.limits.headMs,
        requestTimeout: this.limits.requestMs,
        connectionsCheckingInterval: this.limits.checkMs,
      },
      this.getInstance<RequestListener>(),
    );
  }
}
