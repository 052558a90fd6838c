import { describePython, pythonStartTimeoutMs } from '../support/python.js';
import { itReadsStreams } from './client.contract.js';
import { installPythonClients, pythonPrograms } from './documented-python.js';

describePython('in Python', () => {
  beforeAll(installPythonClients, pythonStartTimeoutMs);

  describe.each(pythonPrograms.map((program) => [program.name, program] as const))(
    '%s, as documented',
    (_, program) => itReadsStreams(program),
  );
});
