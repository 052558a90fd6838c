/** A stream catalogue that cannot be used at all; a single invalid stream is left out with a warning instead. */
export class InvalidStreamConfig extends Error {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'InvalidStreamConfig';
  }
}
