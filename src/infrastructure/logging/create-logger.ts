import { pino } from 'pino';
import type { DestinationStream, LevelWithSilent, Logger } from 'pino';

export interface LoggerOptions {
  /** The least severe level that is logged. */
  readonly level: LevelWithSilent;
  /** The service's name, which is in every line. */
  readonly name: string;
  /** The destination of the lines; default: standard output. */
  readonly destination?: DestinationStream;
}

/**
 * Creates a logger that writes one JSON object per line: `level` by name, `time` in ISO 8601, `err` with type, message,
 * stack and causes.
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
