import type { ValuesAt } from '../redaction/event-member.js';

/** Where an event comes from, as far as redaction needs it. */
export interface RedactionContext {
  /** The topic that it was read from. */
  readonly topic: string;
  /** The names of every configured stream that contains the topic. */
  readonly streams: readonly string[];
}

/** What must not leave, and why. */
export interface Redaction {
  /**
   * Members to cut out, each the keys from the event down; a path that is not there is no error. Every one goes that
   * these keys lead to, where an event repeats them.
   */
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
 * 4. `redactRepeating`, where there is one, says of an event that repeats no key what `redact` says of it.
 */
export abstract class Redactor {
  /**
   * Says what must not leave of an event; `undefined`: all of it may.
   *
   * An event that repeats a key is one event to the parser that takes the first, and another to the one that takes the
   * last. It is asked about once for everything that a parser may make of it, and whatever one answer removes is
   * removed.
   * @param event the parsed event, an object
   */
  abstract redact(event: Readonly<Record<string, unknown>>, context: RedactionContext): Redaction | undefined;

  /**
   * Says the same of an event that repeats a key, in one answer. Without it, an event that parsers can read in more
   * than 64 ways is withheld.
   * @param valuesAt gives every value below these keys, of each that is repeated
   */
  redactRepeating?(valuesAt: ValuesAt, context: RedactionContext): Redaction | undefined;
}
