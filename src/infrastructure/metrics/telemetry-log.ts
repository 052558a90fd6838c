/** Where telemetry writes what one operator should read: structured, details first. A pino logger is one. */
export interface TelemetryLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
