import { pino } from 'pino';
import type { DestinationStream, LevelWithSilent, Logger } from 'pino';

/** What a log is made of. */
export interface LoggerOptions {
  /** The least severe level written. */
  readonly level: LevelWithSilent;
  /** The service's name, in every line. */
  readonly name: string;
  /** Where lines go; default standard output. */
  readonly destination?: DestinationStream;
}

/**
 * A log of one JSON object per line: `level` by name, `time` in ISO 8601, `err` with type, message, stack and causes.
 */
export function createLogger({ level, name, destination }: LoggerOptions): Logger {
  const options = {
    level,
    name,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string): object => ({ level: label }) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
