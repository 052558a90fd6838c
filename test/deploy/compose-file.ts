import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../tooling/planted-project.js';

/** What the tests need of a service of a Compose file. */
export interface ComposeService {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly profiles?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly stop_grace_period?: string;
}

/** What the tests need of a Compose file. */
export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
}

/** A file or folder of the project that a container sees. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly mode: string;
}

/** The project's `docker-compose.yml`, its merge keys resolved. */
export function readComposeFile(): ComposeFile {
  return parse(readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8'), { merge: true }) as ComposeFile;
}

/** What a service mounts. */
export function mountsOf({ volumes = [] }: ComposeService): readonly Mount[] {
  return volumes.map((volume) => {
    const [source = '', target = '', mode = ''] = volume.split(':');
    return { source, target, mode };
  });
}
