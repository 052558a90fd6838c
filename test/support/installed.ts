import { spawnSync } from 'node:child_process';

/**
 * Tests that need a command, which prints its version. Without it they are reported as skipped, by name; with
 * `REQUIRE_<NAME>=1` they fail.
 */
export function describeWith(
  [command, ...versionArguments]: readonly [string, ...string[]],
  name: string,
  tests: () => void,
): void {
  const { status } = spawnSync(command, versionArguments, { stdio: 'ignore' });
  const variable = `REQUIRE_${command.toUpperCase()}`;
  if (status === 0) describe(name, tests);
  else if (process.env[variable] !== '1') describe.skip(name, tests);
  else {
    it(name, () => {
      throw new Error(`${variable} is 1, and there is no ${command}`);
    });
  }
}
