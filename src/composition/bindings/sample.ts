import type { OnApplicationShutdown } from '@nestjs/common';
import { StaticCatalog } from '../../infrastructure/catalog/static-catalog.js';
import { MemoryLog } from '../../infrastructure/memory/memory-log.js';
import type { MemoryLogSettings } from '../../infrastructure/memory/memory-log.js';
import { SampleFeed } from '../../infrastructure/memory/sample/sample-feed.js';
import type { SampleFeedSettings } from '../../infrastructure/memory/sample/sample-feed.js';
import { sampleStreams } from '../../infrastructure/memory/sample/sample-streams.js';
import { BoundMemoryLog } from './memory.js';
import type { CatalogBinding, LogBinding } from './binding.js';

/** How many sample events are generated, and how many are retained; everything has a default. */
export interface SampleOptions extends SampleFeedSettings, MemoryLogSettings {}

/** Binds log and catalogue to the sample: generated edits, moves and deletions on some wikis. */
export function sample(options: SampleOptions = {}): CatalogBinding & LogBinding {
  return {
    log: { useFactory: () => SampleLog.start(options) },
    catalog: { useFactory: () => new StaticCatalog(sampleStreams) },
  };
}

class SampleLog extends BoundMemoryLog implements OnApplicationShutdown {
  private constructor(
    log: MemoryLog,
    private readonly feed: SampleFeed,
  ) {
    super(log);
  }

  static async start(options: SampleOptions): Promise<SampleLog> {
    const log = new MemoryLog(options);
    const feed = new SampleFeed(log, options);
    if (options.eventsPerSecond !== 0) await feed.start();
    return new SampleLog(log, feed);
  }

  onApplicationShutdown(): void {
    this.feed.stop();
  }
}
