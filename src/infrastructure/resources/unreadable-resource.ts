/** A resource that cannot be read; the message completes "it …", without anything secret. */
export class UnreadableResource extends Error {
  /** @param isAbsent whether its place answered that there is no such thing, so that another name may be tried there */
  constructor(
    message: string,
    readonly isAbsent: boolean,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.name = 'UnreadableResource';
  }
}
