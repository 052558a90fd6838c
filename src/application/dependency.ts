/** Something that the service needs, as it appears in the health report. */
export abstract class Dependency {
  /** The key in the health report; short and stable. */
  abstract readonly name: string;

  /** Its last known state. Answers at once and never throws. */
  abstract check(): DependencyState;
}

/** The last known state of a dependency. */
export interface DependencyState {
  /** Whether it answered. */
  readonly up: boolean;
  /** Details for people. */
  readonly detail?: string;
  /** More details for operators, such as hosts. Never shown on the public port. */
  readonly operatorDetail?: string;
}

/** Injection token of all dependencies: `readonly Dependency[]`. */
export const DEPENDENCIES = Symbol('dependencies');
