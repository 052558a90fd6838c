/** The log for operators: structured, details first. A pino logger implements it. */
export interface TelemetryLog {
  /** Logs what happened. */
  info(details: object, message: string): void;
  /** Logs what an operator should look at. */
  warn(details: object, message: string): void;
  /** Logs what should not have happened. */
  error(details: object, message: string): void;
}
