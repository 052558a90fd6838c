/** A resource that cannot be read. The message completes "it …" and contains no secrets. */
export class UnreadableResource extends Error {
  /** @param isAbsent whether only this name failed, so that another name in the same place can be tried */
  constructor(
    message: string,
    readonly isAbsent: boolean,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.name = 'UnreadableResource';
  }
}
