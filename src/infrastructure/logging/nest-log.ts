import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** What Nest passes in addition to a message. */
interface Details {
  readonly context?: string;
  readonly stack?: string;
  readonly err?: Error;
}

/** The contexts in which Nest lists its modules and routes at startup: dozens of lines, always the same. */
const INVENTORY: ReadonlySet<unknown> = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer']);

/**
 * Writes the messages of Nest and its `Logger` to our log.
 *
 * A message that is an object becomes members of the line. An `Error`, as any argument, becomes `err`. The last string
 * is the context, as in Nest's own logger; one that looks like a stack becomes `stack`. Nest's lists of modules and
 * routes have level `debug`, so that a startup is a few lines, including the address.
 */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  verbose(message: unknown, ...rest: readonly unknown[]): void {
    this.write('trace', message, rest);
  }

  debug(message: unknown, ...rest: readonly unknown[]): void {
    this.write('debug', message, rest);
  }

  log(message: unknown, ...rest: readonly unknown[]): void {
    this.write(INVENTORY.has(rest.at(-1)) ? 'debug' : 'info', message, rest);
  }

  warn(message: unknown, ...rest: readonly unknown[]): void {
    this.write('warn', message, rest);
  }

  error(message: unknown, ...rest: readonly unknown[]): void {
    this.write('error', message, rest);
  }

  fatal(message: unknown, ...rest: readonly unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    if (!this.logger.isLevelEnabled(level)) return;
    const details = rest.reduce<Details>(withDetail, {});
    if (message instanceof Error) this.logger[level]({ ...details, err: message }, message.message);
    else if (typeof message === 'object' && message !== null) this.logger[level]({ ...details, ...message });
    else this.logger[level](details, String(message));
  }
}

function withDetail(details: Details, value: unknown): Details {
  if (value instanceof Error) return { ...details, err: value };
  if (typeof value !== 'string') return details;
  return value.includes('\n    at ') ? { ...details, stack: value } : { ...details, context: value };
}
