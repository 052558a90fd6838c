import type { ValuesAt } from '../redaction/event-member.js';

/** The origin of an event, as far as redaction needs it. */
export interface RedactionContext {
  /** The topic that contains it. */
  readonly topic: string;
  /** The names of every configured stream that contains the topic. */
  readonly streams: readonly string[];
}

/** What must be removed, and why. */
export interface Redaction {
  /**
   * Members to remove, each as a path of keys from the event down. A path that does not exist is not an error. If the
   * event repeats one of these keys, every copy is removed.
   */
  readonly remove: readonly (readonly string[])[];
  /** The rule that matched, for the log: what is configured, and nothing else of the event. */
  readonly rule: Readonly<Record<string, string>>;
}

/**
 * Decides what is removed from events. Pure and synchronous.
 *
 * 1. It returns `undefined` if nothing is removed.
 * 2. It never changes the event.
 * 3. If it throws, the event is withheld: it is not sent, kept or logged.
 * 4. `redactRepeating`, if implemented, returns for an event without repeated keys what `redact` returns for it.
 */
export abstract class Redactor {
  /**
   * Returns what must be removed from an event; `undefined`: nothing.
   *
   * An event that repeats a key is one event for parsers that use the first copy, and another for parsers that use the
   * last. This method is called once for each event that a parser may see, and everything that any of these calls
   * returns is removed.
   *
   * @param event the parsed event, an object
   */
  abstract redact(event: Readonly<Record<string, unknown>>, context: RedactionContext): Redaction | undefined;

  /**
   * The same for an event that repeats a key, in one call. Without this method, an event that parsers can read in more
   * than 64 ways is withheld.
   *
   * @param valuesAt returns every value at a path of keys, of each copy
   */
  redactRepeating?(valuesAt: ValuesAt, context: RedactionContext): Redaction | undefined;
}
