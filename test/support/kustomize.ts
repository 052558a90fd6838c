import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { projectRoot } from '../tooling/planted-project.js';

/** A resource of Kubernetes. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** Where `.ci/run` builds kustomize, on machines without one. */
const ownBuild = join(projectRoot, '.cache', 'bin', 'kustomize');

/**
 * Tests that need kustomize 5, by itself or in kubectl. Without it they are reported as skipped, by name; with
 * `REQUIRE_KUSTOMIZE=1` they fail.
 */
export function describeKustomize(name: string, tests: () => void): void {
  if (kustomize() !== undefined) describe(name, tests);
  else if (process.env['REQUIRE_KUSTOMIZE'] !== '1') describe.skip(name, tests);
  else {
    it(name, () => {
      throw new Error(
        'REQUIRE_KUSTOMIZE is 1, and there is neither kustomize nor a kubectl with kustomize 5',
      );
    });
  }
}

/** What `kubectl apply -k` would apply. @param folder in the project, with a `kustomization.yaml` */
export function render(folder: string): readonly Resource[] {
  const [command = '', ...args] = kustomize() ?? [];
  const { status, stdout, stderr } = spawnSync(command, [...args, join(projectRoot, folder)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`kustomize failed: ${stderr}`);
  return parseAllDocuments(stdout).map((document) => document.toJS() as Resource);
}

/** The command that renders a folder. */
function kustomize(): readonly string[] | undefined {
  if (existsSync(ownBuild)) return [ownBuild, 'build'];
  if (spawnSync('kustomize', ['version']).status === 0) return ['kustomize', 'build'];
  const { status, stdout } = spawnSync('kubectl', ['version', '--client', '--output=json'], {
    encoding: 'utf8',
  });
  if (status !== 0) return undefined;
  const { kustomizeVersion } = JSON.parse(stdout) as { readonly kustomizeVersion?: string };
  return kustomizeVersion?.startsWith('v5.') === true ? ['kubectl', 'kustomize'] : undefined;
}
