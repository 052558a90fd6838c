/** Whether the instance is ready for requests. */
export abstract class ReadinessProbe {
  /** Answers at once. */
  abstract ready(): ReadinessState;
}

/** Whether it is ready, and why not. */
export interface ReadinessState {
  /** Whether it is ready. */
  readonly ready: boolean;
  /** Why it is not ready; empty if it is. */
  readonly reasons: readonly string[];
}
