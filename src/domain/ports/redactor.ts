/** Where an event comes from, as far as redaction needs it. */
export interface RedactionContext {
  /** The topic that it was read from. */
  readonly topic: string;
  /** The names of every configured stream that contains the topic. */
  readonly streams: readonly string[];
}

/** What must not leave, and why. */
export interface Redaction {
  /** Members to cut out, each the keys from the event down; a path that is not there is no error. */
  readonly remove: readonly (readonly string[])[];
  /** The rule that matched, in words for the log: what is configured, and nothing else of the event. */
  readonly rule: Readonly<Record<string, string>>;
}

/**
 * Decides what may leave. Pure and synchronous.
 *
 * 1. It gives `undefined` where everything may leave.
 * 2. It never changes the event it is given.
 * 3. A throw withholds the event: the caller neither sends, keeps nor logs it.
 */
export abstract class Redactor {
  /**
   * Says what must not leave of an event; `undefined`: all of it may.
   * @param event the parsed event, an object
   */
  abstract redact(event: Readonly<Record<string, unknown>>, context: RedactionContext): Redaction | undefined;
}
