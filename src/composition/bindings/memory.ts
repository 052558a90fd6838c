import { LogAdapter } from '../../application/log/log-adapter.js';
import { factoryOf } from './binding.js';
import type { FactoryBinding } from './binding.js';
import { MemoryEventSource } from '../../infrastructure/memory/memory-event-source.js';
import { MemoryLog } from '../../infrastructure/memory/memory-log.js';
import { MemoryOffsetResolver } from '../../infrastructure/memory/memory-offset-resolver.js';
import type { LogBinding } from './binding.js';

/**
 * Binds the log to one in memory, to which your code appends: for tests, and for events that need not outlive the
 * process.
 */
export function memory(log: MemoryLog | FactoryBinding<MemoryLog>): LogBinding {
  const { inject = [], useFactory } = factoryOf(log);
  return {
    log: {
      inject,
      useFactory: async (...dependencies: never[]) => new BoundMemoryLog(await useFactory(...dependencies)),
    },
  };
}

/** The adapter of a {@link MemoryLog}. */
export class BoundMemoryLog extends LogAdapter {
  readonly source: MemoryEventSource;
  readonly offsets: MemoryOffsetResolver;
  override readonly dependency = {
    name: 'memory-log',
    check: (): { readonly up: boolean } => ({ up: this.log.available }),
  };

  constructor(private readonly log: MemoryLog) {
    super();
    this.source = new MemoryEventSource(log);
    this.offsets = new MemoryOffsetResolver(log);
  }
}
