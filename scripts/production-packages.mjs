/**
 * Which packages the service needs at run time: its dependencies, the peer dependencies that a host application would
 * bring, and all that these need, optional packages left out. The lock file says which. Here peer dependencies are
 * development dependencies as well, so `npm ci --omit=dev` installs none of them.
 *
 * Run as a program with `--prune`, it removes every other package from `node_modules`, as the image does.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');

/** Their paths in the lock file, such as `node_modules/rxjs`. */
export function productionPackages() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const { dependencies, peerDependencies } = packages[''];
  const found = new Set();
  const visit = (from, names) => {
    for (const name of names) {
      const path = locate(packages, from, name);
      if (path === undefined || found.has(path)) continue;
      found.add(path);
      visit(path, neededBy(packages[path]));
    }
  };
  visit('', Object.keys({ ...dependencies, ...peerDependencies }));
  return found;
}

/** Names of the packages that one cannot do without. */
function neededBy({ dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} }) {
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  return [...Object.keys(dependencies), ...peers];
}

/** Where a package finds another, as Node looks for it; `undefined` where it is not installed. */
function locate(packages, from, name) {
  for (let folder = from; ; folder = folder.replace(/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/, '')) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (path in packages) return path;
    if (folder === '') return undefined;
  }
}

/** Removes the packages of a folder that are not needed, and looks for others in those that stay. */
function prune(folder, needed) {
  for (const entry of readdirSync(join(root, folder))) {
    const path = `${folder}/${entry}`;
    if (entry.startsWith('@')) prune(path, needed);
    else if (entry === '.bin' || !needed.has(path)) rmSync(join(root, path), { recursive: true });
    else if (readdirSync(join(root, path)).includes('node_modules')) prune(`${path}/node_modules`, needed);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv.includes('--prune')) {
  prune('node_modules', productionPackages());
}
