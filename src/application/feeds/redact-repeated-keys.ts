import { readingsOf, valuesAt } from '../../domain/json/repeated-keys.js';
import type { Redaction, RedactionContext, Redactor } from '../../domain/ports/redactor.js';
import type { Event } from '../../domain/redaction/event-member.js';

/**
 * What must not leave of an event that repeats a key, for whatever parser reads it.
 * @param text an object that `JSON.parse` has accepted
 * @throws what the redactor throws, and {RangeError} where it would have to be asked too often
 */
export function redactRepeatedKeys(
  redactor: Redactor,
  text: string,
  context: RedactionContext,
): Redaction | undefined {
  if (redactor.redactRepeating) return redactor.redactRepeating((path) => valuesAt(text, path), context);
  const answers = readingsOf(text).flatMap((event) => redactor.redact(event as Event, context) ?? []);
  const [first] = answers;
  return first && { remove: answers.flatMap(({ remove }) => remove), rule: first.rule };
}
