/** Whether a load balancer may send requests here. */
export abstract class Readiness {
  /** Answers at once; `reasons` says what is missing, and is empty when ready. */
  abstract ready(): { readonly ready: boolean; readonly reasons: readonly string[] };
}
