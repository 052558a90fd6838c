import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './planted-project.js';

/** What the lock file says of a package. */
interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
}

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes: readonly { readonly alg: string }[];
  readonly licenses: readonly { readonly license?: { readonly id?: string }; readonly expression?: string }[];
}

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const page = read('docs/dependencies.md');
const lock = JSON.parse(read('package-lock.json')) as { readonly packages: Readonly<Record<string, Locked>> };
const all = Object.entries(lock.packages).filter(
  ([path, { link }]) => path.includes('node_modules/') && link !== true,
);
const nameOf = (path: string): string => path.replace(/^.*node_modules\//, '');

/** Paths in the lock file of what the image has; a test of the image runs the service with these alone. */
function productionPaths(): readonly string[] {
  const program =
    "import { productionPackages } from './scripts/production-packages.mjs';" +
    'console.log(JSON.stringify([...productionPackages()]))';
  const args = ['--input-type=module', '--eval', program];
  return JSON.parse(
    execFileSync(process.execPath, args, { cwd: projectRoot, encoding: 'utf8' }),
  ) as readonly string[];
}

/** The items of the page's list below a heading. */
function listed(heading: string): readonly string[] {
  const section = new RegExp(`^### ${heading}\\n([^]*?)(?=^##|$(?![^]))`, 'm').exec(page)?.[1] ?? '';
  return Array.from(section.matchAll(/^\| `([^`]+)`/gm), ([, item = '']) => item);
}

/** Some old packages say it in another member, which the lock file does not have. */
function licenceOf([path, { license }]: readonly [string, Locked]): string {
  if (license !== undefined) return license;
  const { licenses } = JSON.parse(read(`${path}/package.json`)) as {
    readonly licenses?: readonly { readonly type: string }[];
  };
  return licenses?.map(({ type }) => type).join(' OR ') ?? 'none';
}

describe('the packages of the lock file', () => {
  it('come from the registry, each with a hash', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(all.filter(([, { integrity }]) => !/^sha512-./.test(integrity ?? ''))).toEqual([]);
  });

  it('run nothing when they are installed, but for those that were looked at', () => {
    const running = all.filter(([, entry]) => entry.hasInstallScript === true).map(([path]) => nameOf(path));
    expect([...new Set(running)].sort()).toEqual([...listed('Install scripts')].sort());
  });

  it('have licences that were looked at', () => {
    const licences = listed('Licences');
    expect(
      all.map((entry) => [entry[0], licenceOf(entry)]).filter(([, it]) => !licences.includes(it ?? '')),
    ).toEqual([]);
    const found = new Set(all.map(licenceOf));
    expect(licences.filter((licence) => !found.has(licence))).toEqual([]);
  });
});

describe('the bill of materials', () => {
  let components: readonly Component[];
  let bill: {
    readonly bomFormat: string;
    readonly specVersion: string;
    readonly components: readonly Component[];
  };

  beforeAll(() => {
    const written = execFileSync(process.execPath, [join(projectRoot, 'scripts/sbom.mjs')], {
      encoding: 'utf8',
    });
    bill = JSON.parse(written) as typeof bill;
    components = bill.components;
  });

  it('is CycloneDX', () => {
    expect(bill).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      metadata: { component: { type: 'application', name: 'eventstreams' } },
    });
  });

  it('has all that production installs, each with version, licence and hash', () => {
    const found = new Map(components.map((component) => [component.purl, component]));
    const paths = productionPaths();
    for (const name of ['@nestjs/core', 'rxjs', 'kafkajs']) expect(paths).toContain(`node_modules/${name}`);
    for (const path of paths) {
      const { version } = lock.packages[path]!;
      const component = found.get(`pkg:npm/${nameOf(path).replace('@', '%40')}@${version}`);
      expect(component).toMatchObject({ name: nameOf(path), version, hashes: [{ alg: 'SHA-512' }] });
      expect(component?.licenses.length).toBeGreaterThan(0);
    }
  });

  it('has what the page is built of, and nothing that only builds and tests', () => {
    const names = components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['vue', 'uplot', '@wikimedia/codex']));
    for (const tool of ['jest', 'vite', 'typescript', 'eslint']) expect(names).not.toContain(tool);
  });

  it('says the licence of Codex as it is', () => {
    const codex = components.find(({ name }) => name === '@wikimedia/codex');
    expect(codex?.licenses).toEqual([{ license: { id: 'GPL-2.0-or-later' } }]);
  });
});
