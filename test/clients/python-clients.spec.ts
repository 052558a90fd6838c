import { describePython, pythonStartTimeoutMs, pythonWith } from '../support/python';
import { itReadsStreams } from './client.contract';
import type { DocumentedClient } from './client.contract';
import { pythonClient, pywikibot, sseclient } from './documented-clients';

const make: readonly (readonly [string, string, (name: string, python: string) => DocumentedClient])[] = [
  ['pywikibot', 'requirements.txt', (_, python) => pywikibot(python)],
  ['requests-sse', 'requirements.txt', pythonClient],
  ['sseclient', 'requirements.txt', (_, python) => sseclient(python)],
  ['httpx-sse', 'requirements.txt', pythonClient],
  ['aiosseclient', 'requirements.txt', pythonClient],
  // Imported as `sseclient`, as another package is.
  ['sseclient-py', 'requirements-sseclient-py.txt', pythonClient],
];

describePython('in Python', () => {
  describe.each(make)('%s, as documented', (name, requirements, client) => {
    let python = '';

    beforeAll(async () => {
      python = await pythonWith(requirements);
    }, pythonStartTimeoutMs);

    itReadsStreams({
      name,
      asksByFilter: name !== 'pywikibot',
      start: (serviceUrl, wanted) => client(name, python).start(serviceUrl, wanted),
    });
  });
});
