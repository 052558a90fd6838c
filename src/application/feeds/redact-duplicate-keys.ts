import { readingsOf, valuesAt } from '../../domain/json/repeated-keys.js';
import type { Redaction, RedactionContext, Redactor } from '../../domain/ports/redactor.js';
import type { Event } from '../../domain/redaction/event-member.js';

/**
 * What must be removed from an event that repeats a key, whichever value a parser reads.
 *
 * @param text an object that `JSON.parse` has accepted
 *
 * @throws what the redactor throws, and {RangeError} if it would have to be called too often
 */
export function redactWithDuplicateKeys(
  redactor: Redactor,
  text: string,
  context: RedactionContext,
): Redaction | undefined {
  if (redactor.redactRepeating) return redactor.redactRepeating((path) => valuesAt(text, path), context);
  const answers = readingsOf(text).flatMap((event) => redactor.redact(event as Event, context) ?? []);
  const [first] = answers;
  return first && { remove: answers.flatMap(({ remove }) => remove), rule: first.rule };
}
