import { describePython, pythonStartTimeoutMs, pythonWith } from '../support/python';
import { itReadsStreams } from './client.contract';
import { pythonPrograms } from './documented-python';

describePython('in Python', () => {
  describe.each(pythonPrograms.map((program) => [program.name, program] as const))(
    '%s, as documented',
    (name, { requirements, asksByFilter, on }) => {
      let python = '';

      beforeAll(async () => {
        python = await pythonWith(requirements);
      }, pythonStartTimeoutMs);

      itReadsStreams({
        name,
        asksByFilter,
        start: (serviceUrl, wanted) => on(python).start(serviceUrl, wanted),
      });
    },
  );
});
