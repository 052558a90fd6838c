/** A configuration that the service refuses to start with: one line per problem, none of which holds a secret. */
export class InvalidConfiguration extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`the configuration is invalid:\n${problems.map((line) => `  ${line}`).join('\n')}`);
    this.name = 'InvalidConfiguration';
  }
}
