import { ExpressAdapter } from '@nestjs/platform-express';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';

/** Room for the ids of hundreds of partitions; what stands in between decides how much of it arrives. */
const maxHeaderBytes = 65_536;

/** Express on a server that takes long headers: a `Last-Event-ID` has an entry for every partition. */
export class HttpAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    this.httpServer = createServer({ maxHeaderSize: maxHeaderBytes }, this.getInstance<RequestListener>());
  }
}
