import { LogAdapter } from 'eventstreams';
import type { EventSource, OffsetResolver } from 'eventstreams';
import { Outbox } from './outbox.js';
import type { Database } from './outbox.js';
import { OutboxOffsets } from './outbox-offsets.js';
import { OutboxSource } from './outbox-source.js';

/** Both ports on one table. */
export class OutboxLog extends LogAdapter {
  readonly source: EventSource;
  readonly offsets: OffsetResolver;

  constructor(database: Database) {
    super();
    const outbox = new Outbox(database);
    this.source = new OutboxSource(outbox);
    this.offsets = new OutboxOffsets(outbox);
  }
}
