/** What the service needs in order to serve, under the name that its health is told by. */
export abstract class Dependency {
  /** Short and stable: the key under which monitors find it. */
  abstract readonly name: string;

  /** What was last seen of it; answers at once and never throws. */
  abstract check(): DependencyState;
}

/** How a dependency was when it was last seen. */
export interface DependencyState {
  /** Whether it answered. */
  readonly up: boolean;
  /** What there is to say, for people. */
  readonly detail?: string;
  /** The same for who runs the service, where it says more: hosts, for example. Never shown on the public port. */
  readonly operatorDetail?: string;
}

/** Injection token of all dependencies: `readonly Dependency[]`. */
export const DEPENDENCIES = Symbol('dependencies');
