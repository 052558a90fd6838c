import { describePython, pythonStartTimeoutMs } from '../support/python.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { describeCurl } from './describe-curl.js';
import type { DocumentedProgram } from './documented-clients.js';
import { curl, nodeClients } from './documented-clients.js';
import { installPythonClients, pythonPrograms } from './documented-python.js';
import { streams } from './known-events.js';
import type { RunningProgram } from './running-program.js';
import { TearingProxy } from './tearing-proxy.js';

describe('a documented program with a wrong filter', () => {
  let service: Service;
  let proxy: TearingProxy;
  let running: RunningProgram | undefined;

  beforeAll(async () => {
    service = await startService(streams, { retry_ms: 30 });
  });

  beforeEach(async () => {
    proxy = await TearingProxy.start(service.port, []);
  });

  afterEach(async () => {
    await running?.stop();
    await proxy.close();
  });

  afterAll(() => service.close());

  const ask = async (client: DocumentedProgram): Promise<RunningProgram> => {
    running = await client.start(proxy.url, { filter: 'wiki ==' });
    return running;
  };

  const expectEnd = async (client: DocumentedProgram): Promise<void> => {
    const program = await ask(client);
    expect(await program.untilEnd()).toBe('');
    expect(program.complaints).toMatch(/\b400\b|Cannot filter/);
    expect(proxy.connections).toBe(1);
  };

  const refusable = (
    clients: readonly DocumentedProgram[],
  ): readonly (readonly [string, DocumentedProgram])[] =>
    clients.filter(({ asksByFilter }) => asksByFilter).map((client) => [client.name, client]);

  it.each(refusable(nodeClients))('%s in Node asks once, says why, and ends', (_, client) =>
    expectEnd(client),
  );

  describePython('in Python', () => {
    beforeAll(installPythonClients, pythonStartTimeoutMs);

    it.each(refusable(pythonPrograms))('%s asks once, says why, and ends', (_, program) =>
      expectEnd(program),
    );
  });

  describeCurl('in a shell', () => {
    it('the loop around curl says why', async () => {
      const program = await ask(curl);
      await program.until(() => /\b400\b/.test(program.complaints));
    });
  });
});
