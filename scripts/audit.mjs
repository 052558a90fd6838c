/**
 * Asks the registry for known vulnerabilities, and fails where something shipped has one that is high or critical.
 *
 * What it says depends on the day, so it is no part of `npm run check`. Where the registry cannot be reached, or has no
 * such service, nothing is known: it says so and ends without an error.
 */
import { spawnSync } from 'node:child_process';
import { billOfMaterials } from './sbom.mjs';

const serious = ['high', 'critical'];

const { stdout } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
const found = vulnerabilitiesIn(stdout);
if (found === undefined) {
  console.log('Nothing is known: the registry cannot be asked for vulnerabilities from here');
} else {
  const shipped = new Set(billOfMaterials().components.map(({ name }) => name));
  const relevant = found.filter(({ name }) => shipped.has(name));
  for (const { severity, name, via } of relevant)
    console.log(`${severity}: ${name}: ${titlesOf(via).join('; ')}`);
  console.log(
    `${relevant.length} vulnerabilities in what is shipped, ${found.length - relevant.length} in what builds and tests it`,
  );
  if (relevant.some(({ severity }) => serious.includes(severity))) process.exitCode = 1;
}

/** `undefined` where the answer is none about vulnerabilities. */
function vulnerabilitiesIn(text) {
  try {
    const { vulnerabilities } = JSON.parse(text);
    return vulnerabilities === undefined ? undefined : Object.values(vulnerabilities);
  } catch {
    return undefined;
  }
}

function titlesOf(via) {
  return via.map((cause) => (typeof cause === 'string' ? `by ${cause}` : cause.title));
}
