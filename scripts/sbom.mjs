/**
 * Prints a bill of materials of what is shipped, as CycloneDX in JSON: packages of production, and those that the page
 * is built of.
 *
 * The components are npm's own. Which of them are shipped is told by the lock file. Needs no network.
 * @see https://cyclonedx.org/docs/1.5/json/
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { productionPackages } from './production-packages.mjs';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** The bill of materials as an object. */
export function billOfMaterials() {
  const { name, version } = readJson('package.json');
  const all = JSON.parse(
    execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    }),
  );
  const needs = new Map(all.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
  const lock = installedByLock();
  const needed = productionPackages();
  const production = new Set(lock.flatMap(([ref, , path]) => (needed.has(path) ? [ref] : [])));
  const laterLicences = new Map(lock.flatMap(([ref, { license }]) => orLater(ref, license)));
  const page = closureOf(pageRefs(all.components), needs, new Set(all.components.map((it) => it['bom-ref'])));
  const isShipped = (ref) => production.has(ref) || page.has(ref);
  return {
    ...all,
    metadata: {
      ...all.metadata,
      component: { ...all.metadata.component, type: 'application', name, version },
    },
    components: all.components
      .filter((component) => isShipped(component['bom-ref']))
      .map((component) => ({
        ...shipped(component, production.has(component['bom-ref'])),
        ...laterLicences.get(component['bom-ref']),
      })),
    dependencies: all.dependencies
      .filter(({ ref }) => ref === `${name}@${version}` || isShipped(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter(isShipped) })),
  };
}

/** As it is shipped: npm says of what the page is built of that it is for development. */
function shipped(component, isInProduction) {
  const properties = component.properties.filter(({ name }) => name !== 'cdx:npm:package:development');
  if (!isInProduction) properties.push({ name: 'eventstreams:built-into', value: 'dist/ui' });
  return { ...component, scope: 'required', properties };
}

/** What the lock file says of each package: `name@version`, its entry, and its path. */
function installedByLock() {
  return Object.entries(readJson('package-lock.json').packages)
    .filter(([path, { link }]) => path.includes('node_modules/') && !link)
    .map(([path, entry]) => [`${path.replace(/^.*node_modules\//, '')}@${entry.version}`, entry, path]);
}

/** npm loses the plus of an older spelling, and with it that later versions of the licence may be chosen. */
function orLater(ref, license) {
  if (!license?.endsWith('+')) return [];
  return [[ref, { licenses: [{ license: { id: `${license.slice(0, -1)}-or-later` } }] }]];
}

/** Packages that the page's sources import. */
function pageRefs(components) {
  const { devDependencies } = readJson('ui/package.json');
  const folder = join(root, 'ui/src');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|vue|css)$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const imported = new Set(
    sources.flatMap((text) =>
      Array.from(
        text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]((?:@[\w.-]+\/)?[\w.-]+)/g),
        ([, name]) => name,
      ),
    ),
  );
  return components
    .filter(({ name, version }) => imported.has(name) && devDependencies[name] === version)
    .map((component) => component['bom-ref']);
}

function closureOf(refs, needs, known) {
  const reached = new Set(refs);
  for (const ref of reached)
    for (const next of needs.get(ref) ?? []) if (known.has(next) && !isTool(next)) reached.add(next);
  return reached;
}

/** Vue names the compiler of its types as a peer; no page has it in it. */
function isTool(ref) {
  return ref.startsWith('typescript@');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(billOfMaterials(), undefined, 2));
}
