import { InvalidFilter } from '../../src/domain/errors.js';
import type { EventFilter } from '../../src/domain/event-filter.js';
import type { FilterCompiler } from '../../src/domain/ports/filter-compiler.js';
import type { StreamEvent } from '../../src/domain/stream-event.js';

/** What a filter compiler's spec gives to run the contract. */
export interface FilterCompilerHarness {
  readonly compiler: FilterCompiler;
  /** Pairs of expressions that say the same, in other words or another order. */
  readonly equivalent: readonly (readonly [string, string])[];
  /** Pairs of expressions that say something else. */
  readonly different: readonly (readonly [string, string])[];
  /** Expressions whose cost has no bound that a service can bear. */
  readonly costly: readonly string[];
  /** Expressions and events that they accept. */
  readonly accepted: readonly (readonly [string, unknown])[];
  /** Expressions and events on which they cannot be evaluated, or are not true. */
  readonly notAccepted: readonly (readonly [string, unknown])[];
}

/** The numbered rules of `FilterCompiler`. */
export function filterCompilerContract(harness: FilterCompilerHarness): void {
  const compile = (expression: string): EventFilter => harness.compiler.compile(expression, []);

  describe('contract of FilterCompiler', () => {
    it.each(harness.equivalent)('1. gives %s and %s the same key', (one, other) => {
      expect(compile(one).key).toBe(compile(other).key);
    });

    it.each(harness.different)('1. gives %s and %s different keys', (one, other) => {
      expect(compile(one).key).not.toBe(compile(other).key);
    });

    it.each(harness.costly)('2. refuses %s and says where', (expression) => {
      expect(() => compile(expression)).toThrow(InvalidFilter);
      expect(() => compile(expression)).toThrow(/\d/);
    });

    it.each(harness.accepted)('3. accepts with %s: %j', (expression, event) => {
      expect(compile(expression).accepts(keptEvent(JSON.stringify(event)))).toBe(true);
    });

    it.each(harness.notAccepted)('3. does not accept with %s: %j', (expression, event) => {
      expect(compile(expression).accepts(keptEvent(JSON.stringify(event)))).toBe(false);
    });

    it.each(harness.accepted)('4. does not accept an event that is not sent with %s', (expression) => {
      expect(compile(expression).accepts(keptEvent(undefined))).toBe(false);
    });
  });
}

/** An event as it is kept; without JSON it was withheld. */
export function keptEvent(json: string | undefined): StreamEvent {
  return { offset: 0, timestamp: 0, json, bytes: json?.length ?? 0, redacted: false, canary: false };
}
