import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { pythonWith } from '../support/python.js';

const script = join(__dirname, '..', 'python', 'deploy-checks.py');

/** What checks files of deployment: packages of Python, for they are kept up where those of npm are not. */
export class DeployChecks {
  private constructor(private readonly python: string) {}

  /** Installs the packages where they are not cached yet. */
  static async install(): Promise<DeployChecks> {
    return new DeployChecks(await pythonWith('requirements-deploy.txt'));
  }

  /** @returns what hadolint has to say, a line each */
  dockerfile(path: string): readonly string[] {
    const { stdout } = run(join(dirname(this.python), 'hadolint'), ['--no-color', path], '');
    return stdout.split('\n').filter(Boolean);
  }

  /** @param document a Compose file, its merge keys resolved */
  compose(document: unknown): readonly string[] {
    return this.problems(document, 'compose');
  }

  /** @param document a bootstrap of Envoy */
  envoy(document: unknown): readonly string[] {
    return this.problems(document, 'envoy');
  }

  /** @param version of Kubernetes, `1.34` */
  kubernetes(resources: readonly unknown[], version: string): readonly string[] {
    return this.problems(resources, 'kubernetes', version);
  }

  private problems(document: unknown, ...args: readonly string[]): readonly string[] {
    const { status, stdout, stderr } = run(this.python, [script, ...args], JSON.stringify(document));
    if (status !== 0) throw new Error(`Cannot check: ${stderr}`);
    return JSON.parse(stdout) as readonly string[];
  }
}

function run(
  command: string,
  args: readonly string[],
  input: string,
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const result = spawnSync(command, args, { input, encoding: 'utf8' });
  if (result.error) throw result.error;
  return result;
}
