/** A configuration with which the service does not start; one line per problem, without secrets. */
export class InvalidConfiguration extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`the configuration is invalid:\n${problems.map((line) => `  ${line}`).join('\n')}`);
    this.name = 'InvalidConfiguration';
  }
}
