import { spawnSync } from 'node:child_process';

/** Tests that need curl. Without it they are reported as skipped, by name; with `REQUIRE_CURL=1` they fail. */
export function describeCurl(name: string, tests: () => void): void {
  const { status } = spawnSync('curl', ['--version'], { stdio: 'ignore' });
  if (status === 0) describe(name, tests);
  else if (process.env['REQUIRE_CURL'] !== '1') describe.skip(name, tests);
  else {
    it(name, () => {
      throw new Error('REQUIRE_CURL is 1, and there is no curl');
    });
  }
}
