import { describePython, pythonStartTimeoutMs } from '../support/python';
import { itReadsStreams } from './client.contract';
import { installPythonClients, pythonPrograms } from './documented-python';

describePython('in Python', () => {
  beforeAll(installPythonClients, pythonStartTimeoutMs);

  describe.each(pythonPrograms.map((program) => [program.name, program] as const))(
    '%s, as documented',
    (_, program) => itReadsStreams(program),
  );
});
