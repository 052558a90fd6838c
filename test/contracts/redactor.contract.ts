import type { RedactionContext, Redactor } from '../../src/domain/ports/redactor.js';

type Event = Readonly<Record<string, unknown>>;

/** What a redactor's spec gives to run the contract. */
export interface RedactorHarness {
  readonly redactor: Redactor;
  /** Events that may leave whole. */
  readonly harmless: readonly Event[];
  /** Events of which something must not leave. */
  readonly redacted: readonly Event[];
  readonly context: RedactionContext;
}

/** What no producer should send, and some do. */
const odd: readonly Event[] = [
  {},
  { meta: null, title: 7, page: 'x', user: [] },
  { meta: { domain: {}, stream: 1 }, page: { page_title: null }, log_params: ['x'] },
  { ['__proto__']: 1, constructor: {}, prior_state: [[]] },
];

/** The numbered rules of `Redactor`; the third binds its caller and is in the pipeline's spec. */
export function redactorContract({ redactor, harmless, redacted, context }: RedactorHarness): void {
  describe('contract of Redactor', () => {
    it('1. gives undefined where everything may leave', () => {
      for (const event of harmless) expect(redactor.redact(event, context)).toBeUndefined();
    });

    it('1. says what must not leave, and the rule that matched', () => {
      for (const event of redacted) {
        const redaction = redactor.redact(event, context);
        expect(redaction?.remove.length).toBeGreaterThan(0);
        expect(redaction?.remove.every((path) => path.length > 0)).toBe(true);
        const words = Object.values(redaction?.rule ?? {});
        expect(words.length).toBeGreaterThan(0);
        expect(words.filter((word) => typeof word !== 'string')).toEqual([]);
      }
    });

    it('2. never changes the event, and says the same of it again', () => {
      for (const event of [...harmless, ...redacted].map((e) => structuredClone(e))) {
        const before = structuredClone(event);
        const redaction = redactor.redact(deepFrozen(event), context);
        expect(event).toEqual(before);
        expect(redactor.redact(event, context)).toEqual(redaction);
      }
    });

    it('4. says the same of every value that an event has as of the event', () => {
      if (!redactor.redactRepeating) return;
      for (const event of [...harmless, ...redacted, ...odd])
        expect(redactor.redactRepeating(valuesIn(event), context)).toEqual(redactor.redact(event, context));
    });

    it.each(odd)('2. never changes any other object either: %j', (event) => {
      const before = structuredClone(event);
      redactor.redact(deepFrozen(event), context);
      expect(event).toEqual(before);
    });
  });
}

/** The values of an event that repeats no key. */
function valuesIn(event: Event): (path: readonly string[]) => readonly unknown[] {
  return (path) => {
    let value: unknown = event;
    for (const key of path) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
      value = (value as Event)[key];
    }
    return value === undefined ? [] : [value];
  };
}

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFrozen);
  return value;
}
