import { pythonWith } from '../support/python.js';
import type { Wanted } from './client.contract.js';
import type { DocumentedProgram } from './documented-clients.js';
import { inUrl } from './documented-clients.js';
import { documentedProgram, documentedUrl } from './documented-program.js';
import { RunningProgram } from './running-program.js';

const commonRequirements = 'requirements.txt';
/** Imported as `sseclient`, as another package is, so that it needs a place of its own. */
const otherRequirements = 'requirements-sseclient-py.txt';

/** A program of the page, and what it needs. */
export interface PythonProgram extends DocumentedProgram {
  /** The file in `test/python` that pins its packages. */
  readonly requirements: string;
  /** With a service's URL and what it is to read in it. */
  readonly code: (serviceUrl: string, wanted: Wanted) => string;
}

/** Installs the clients where they are not cached yet; for `beforeAll`. */
export async function installPythonClients(): Promise<void> {
  await Promise.all([commonRequirements, otherRequirements].map(pythonWith));
}

/** Programs for Python; they run once the clients are installed. */
export const pythonPrograms: readonly PythonProgram[] = [
  { ...inPython('pywikibot', { code: pywikibotCode }), asksByFilter: false },
  inPython('requests-sse'),
  // It prints why it comes back, and of an end there is nothing to say.
  { ...inPython('sseclient'), titlesIn: (lines) => lines.filter((line) => line !== '') },
  inPython('httpx-sse'),
  inPython('aiosseclient'),
  inPython('sseclient-py', { requirements: otherRequirements }),
];

function inPython(
  name: string,
  {
    requirements = commonRequirements,
    code = (serviceUrl, wanted) => inUrl(documentedProgram(name, 'python'), serviceUrl, wanted),
  }: Partial<Pick<PythonProgram, 'requirements' | 'code'>> = {},
): PythonProgram {
  return {
    ...{ name, requirements, code, asksByFilter: true },
    start: async (serviceUrl, wanted) =>
      RunningProgram.start([await pythonWith(requirements)], 'program.py', code(serviceUrl, wanted)),
  };
}

/** Its family says where the streams are. */
function pywikibotCode(serviceUrl: string, { since }: Wanted): string {
  const code = documentedProgram('pywikibot', 'python').replace(documentedUrl, serviceUrl);
  const options = since === undefined ? '' : `, since='${new Date(since).toISOString()}'`;
  return code.replace("streams='recentchange'", `streams='recentchange'${options}`);
}
