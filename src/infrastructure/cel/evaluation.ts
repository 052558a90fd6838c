/** How many steps a filter may take on one event; beyond that, it is not true for the event. */
export const maxSteps = 200_000;
/**
 * Thrown when an evaluation has no steps left. Created once, because errors are expensive to create and nobody reads
 * this stack trace.
 */
export const outOfSteps = new Error('This evaluation takes too many steps');

/** How many characters are compared in one step. */
const stepCharacters = 16;
/** How many characters are searched in one step: in the worst case, a match may begin at each of them. */
const searchedCharacters = 8;
/** The longest search string with which a search reads the text once, rather than once for each position. */
const plainSearch = 200;

/**
 * Evaluates an expression on an event. Returns `undefined` if the result is unknown: a field is missing, or a string
 * stands where a number is required. This is an ordinary value because most events lack some field, and throwing and
 * catching an error costs a thousand times as much.
 */
export type Evaluate = (at: Evaluation) => unknown;

/** The members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>;

/**
 * The evaluation of one expression on one event, with its remaining steps. A step is an operator, a field or a list
 * element; an operation that scans a string or list takes more steps, in proportion to its length. So the cost has a
 * limit that is the same on every machine.
 */
export class Evaluation {
  /** The value of the loop variable; loops cannot be nested. */
  element: unknown = undefined;
  private left = maxSteps;

  constructor(readonly event: Members) {}

  /** How many steps have been taken. */
  get steps(): number {
    return Math.min(maxSteps, maxSteps - this.left);
  }

  /** @throws {outOfSteps} */
  step(count = 1): void {
    this.left -= count;
    if (this.left < 0) throw outOfSteps;
  }

  /** Takes the steps of comparing this many characters. */
  compare(characters: number): void {
    if (characters >= stepCharacters) this.step(Math.floor(characters / stepCharacters));
  }

  /** Takes the steps of a search. A long search string may be compared as a whole at each position. */
  search(characters: number, soughtCharacters: number): void {
    const times = soughtCharacters <= plainSearch ? 1 : soughtCharacters / searchedCharacters;
    this.step(Math.floor((characters * times) / searchedCharacters));
  }
}
