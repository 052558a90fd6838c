/** Where telemetry writes what one operator should read: structured, details first. A pino logger is one. */
export interface TelemetryLog {
  /** What happened. */
  info(details: object, message: string): void;
  /** What should be looked at. */
  warn(details: object, message: string): void;
  /** What should not have happened. */
  error(details: object, message: string): void;
}
