import { pythonWith } from '../support/python';
import type { DocumentedProgram } from './documented-clients';
import { inUrl } from './documented-clients';
import { documentedProgram, documentedUrl } from './documented-program';
import { RunningProgram } from './running-program';

const requirements = 'requirements.txt';
/** Imported as `sseclient`, as another package is, so that it needs a place of its own. */
const otherRequirements = 'requirements-sseclient-py.txt';

/** Installs the clients where they are not cached yet; for `beforeAll`. */
export async function installPythonClients(): Promise<void> {
  await Promise.all([requirements, otherRequirements].map(pythonWith));
}

/** Its family says where the streams are. */
const pywikibot: DocumentedProgram = {
  name: 'pywikibot',
  asksByFilter: false,
  start: async (serviceUrl, { since }) => {
    const code = documentedProgram('pywikibot', 'python').replace(documentedUrl, serviceUrl);
    const options = since === undefined ? '' : `, since='${new Date(since).toISOString()}'`;
    return run(requirements, code.replace("streams='recentchange'", `streams='recentchange'${options}`));
  },
};

/** Programs for Python; they run once the clients are installed. */
export const pythonPrograms: readonly DocumentedProgram[] = [
  pywikibot,
  inPython('requests-sse'),
  // It prints why it comes back, and of an end there is nothing to say.
  { ...inPython('sseclient'), titlesIn: (lines) => lines.filter((line) => line !== '') },
  inPython('httpx-sse'),
  inPython('aiosseclient'),
  inPython('sseclient-py', otherRequirements),
];

/** Programs that name the service by its URL. @param file of what they require, in `test/python` */
function inPython(name: string, file = requirements): DocumentedProgram {
  return {
    name,
    asksByFilter: true,
    start: (serviceUrl, wanted) => run(file, inUrl(documentedProgram(name, 'python'), serviceUrl, wanted)),
  };
}

async function run(file: string, code: string): Promise<RunningProgram> {
  return RunningProgram.start([await pythonWith(file)], 'program.py', code);
}
