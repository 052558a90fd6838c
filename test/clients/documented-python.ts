import type { DocumentedClient } from './client.contract';
import { documentedClient, reading } from './documented-clients';
import { documentedProgram, documentedUrl } from './documented-program';
import { RunningProgram } from './running-program';

/** A client for Python, before there is a Python that has it. */
export interface PythonProgram {
  readonly name: string;
  /** The file in `test/python` that pins it. */
  readonly requirements: string;
  readonly asksByFilter: boolean;
  /** @param python the interpreter that has the client */
  readonly on: (python: string) => DocumentedClient;
}

const requirements = 'requirements.txt';

/** All that the page shows. */
export const pythonPrograms: readonly PythonProgram[] = [
  { name: 'pywikibot', requirements, asksByFilter: false, on: pywikibot },
  inPython('requests-sse'),
  // It prints why it comes back, and of an end there is nothing to say.
  {
    ...inPython('sseclient'),
    on: (python) => reading(inPython('sseclient').on(python), (lines) => lines.filter((line) => line !== '')),
  },
  inPython('httpx-sse'),
  inPython('aiosseclient'),
  // Imported as `sseclient`, as another package is.
  { ...inPython('sseclient-py'), requirements: 'requirements-sseclient-py.txt' },
];

function inPython(name: string): PythonProgram {
  return {
    name,
    requirements,
    asksByFilter: true,
    on: (python) => documentedClient(name, { name: 'python', command: [python], file: 'program.py' }),
  };
}

/** A family says where its streams are. */
function pywikibot(python: string): DocumentedClient {
  return {
    name: 'pywikibot',
    asksByFilter: false,
    start: (serviceUrl, { since }) => {
      const code = documentedProgram('pywikibot', 'python').replace(documentedUrl, serviceUrl);
      const options = since === undefined ? '' : `, since='${new Date(since).toISOString()}'`;
      const program = code.replace("streams='recentchange'", `streams='recentchange'${options}`);
      return Promise.resolve(RunningProgram.start([python], 'program.py', program));
    },
  };
}
