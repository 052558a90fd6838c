/** Reports the state of an external system that the service needs, for the health report. */
export abstract class DependencyProbe {
  /** The key in the health report; short and stable. */
  abstract readonly name: string;

  /** Its last known state. Answers at once and never throws. */
  abstract check(): DependencyState;
}

/** The last known state of an external system. */
export interface DependencyState {
  /** Whether it answered. */
  readonly up: boolean;
  /** Details for people. */
  readonly detail?: string;
  /** More details for operators, such as hosts. Never shown on the public port. */
  readonly operatorDetail?: string;
}

/** Injection token of all probes: `readonly DependencyProbe[]`. */
export const DEPENDENCY_PROBES = Symbol('dependencies');
