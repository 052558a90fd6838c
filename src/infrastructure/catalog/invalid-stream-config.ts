/**
 * A stream catalogue that cannot be used as a whole; a single stream that cannot be is left out with a warning instead.
 */
export class InvalidStreamConfig extends Error {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'InvalidStreamConfig';
  }
}
