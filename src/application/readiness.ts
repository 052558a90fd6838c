/** Whether a load balancer may send requests here. */
export abstract class Readiness {
  /** Answers at once. */
  abstract ready(): ReadinessState;
}

/** Whether it is ready, and what keeps it from being so. */
export interface ReadinessState {
  /** Whether requests may be sent here. */
  readonly ready: boolean;
  /** What is missing; empty when ready. */
  readonly reasons: readonly string[];
}
