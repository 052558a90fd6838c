/** How many steps one filter may take on one event; beyond, it is not true there. */
export const maxSteps = 200_000;
/**
 * Thrown by an evaluation that has no steps left. Made once: an error is expensive to make, and nobody reads its trace.
 */
export const outOfSteps = new Error('This evaluation takes too many steps');

/** In characters of text that are compared, per step. */
const stepCharacters = 16;
/** In characters of text that are searched, per step: at worst each of them is where what is sought may begin. */
const searchedCharacters = 8;
/** Up to which length of what is searched for a search goes through a text once, and not once for each place. */
const plainSearch = 200;

/**
 * What an expression is on an event. `undefined` is what cannot be told: a field that is absent, a text where a number
 * is needed. It is a value like others, since most events lack something: to throw and catch it costs a thousand times
 * as much.
 */
export type Evaluate = (at: Evaluation) => unknown;

/** The members of an object of JSON. */
export type Members = Readonly<Record<string, unknown>>;

/**
 * One expression on one event: what it looks at, and how far it may still go. A step is an operator, a field or an
 * element of a list; what goes through a text or list takes more of them, by its length. So the cost has a bound that
 * is the same on every machine.
 */
export class Evaluation {
  /** What the variable of a loop is: there is no loop in a loop. */
  element: unknown = undefined;
  private left = maxSteps;

  constructor(readonly event: Members) {}

  /** How many steps it has taken. */
  get steps(): number {
    return Math.min(maxSteps, maxSteps - this.left);
  }

  /** @throws {outOfSteps} */
  step(count = 1): void {
    this.left -= count;
    if (this.left < 0) throw outOfSteps;
  }

  /** Takes the steps of comparing some characters. */
  compare(characters: number): void {
    if (characters >= stepCharacters) this.step(Math.floor(characters / stepCharacters));
  }

  /** Takes the steps of a search; one for a long text may compare all of it at each place. */
  search(characters: number, soughtCharacters: number): void {
    const times = soughtCharacters <= plainSearch ? 1 : soughtCharacters / searchedCharacters;
    this.step(Math.floor((characters * times) / searchedCharacters));
  }
}
