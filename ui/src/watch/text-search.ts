/** Looks for what somebody typed in the JSON of events, in whatever case. */
export class TextSearch {
  readonly #pattern: RegExp;

  /** @param text not empty */
  constructor(text: string) {
    // As JSON writes it, with quotes and backslashes escaped. Titles have `_` for the spaces that readers see.
    const written = JSON.stringify(text).slice(1, -1);
    const pattern = written.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replaceAll(/[ _]/g, '[ _]');
    this.#pattern = new RegExp(pattern, 'i');
  }

  occursIn(json: string): boolean {
    return this.#pattern.test(json);
  }
}
