import { browserStartTimeoutMs, describeBrowser, TestBrowser } from '../support/browser.js';
import { BuiltService } from '../support/built-service.js';
import { describePython, pythonStartTimeoutMs } from '../support/python.js';
import { ServiceProcess } from '../support/service-process.js';
import { RawStream } from '../support/sse-client.js';
import type { DocumentedClient, RunningClient } from './client.contract.js';
import { titlesOf } from './client.contract.js';
import { describeCurl } from './describe-curl.js';
import { curl, nodeClients } from './documented-clients.js';
import { documentedPage } from './documented-page.js';
import { codeBlocks, documentedUrl } from './documented-program.js';
import { installPythonClients, pythonPrograms } from './documented-python.js';
import { RunningProgram } from './running-program.js';

const isForeign = (title: string): boolean => /[^\0-\u00ff]/.test(title);

describe('on the service as it starts without a configuration', () => {
  let built: BuiltService;
  let service: ServiceProcess;
  let sent: RawStream;
  let running: Pick<RunningClient, 'stop'> | undefined;

  beforeAll(async () => {
    built = BuiltService.build();
    service = await ServiceProcess.start(built.main, { drain_ms: 1 });
    sent = await RawStream.open(`${service.url ?? ''}/v2/stream/recentchange?since=${Date.now()}`);
  });

  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });

  afterAll(async () => {
    sent.close();
    await service.signal('SIGKILL');
    built.remove();
  });

  const expectTitles = async (client: DocumentedClient): Promise<void> => {
    const reading = await client.start(service.url ?? '', {});
    running = reading;
    const titles = await titlesOf(client, reading, (shown) => shown.length > 3 && shown.some(isForeign));
    await sent.until(({ data }) => titles.every((title) => data.some((event) => event['title'] === title)));
  };

  it.each(nodeClients.map((client) => [client.name, client] as const))(
    '%s shows the titles that are sent, beyond Latin-1 too',
    (_, client) => expectTitles(client),
  );

  describeBrowser('in a browser', () => {
    let browser: TestBrowser;

    beforeAll(async () => {
      browser = await TestBrowser.start();
    }, browserStartTimeoutMs);

    afterAll(() => browser.close());

    it('EventSource shows the titles that are sent, beyond Latin-1 too', () =>
      expectTitles(documentedPage(() => browser)));
  });

  describePython('in Python', () => {
    beforeAll(installPythonClients, pythonStartTimeoutMs);

    it.each(pythonPrograms.map((program) => [program.name, program] as const))(
      '%s shows the titles that are sent, beyond Latin-1 too',
      (_, program) => expectTitles(program),
    );
  });

  describeCurl('in a shell', () => {
    it('a loop around curl shows the titles that are sent, beyond Latin-1 too', () => expectTitles(curl));

    const commands = codeBlocks
      .filter(({ heading, language }) => heading === 'curl' && language === 'sh')
      .flatMap(({ code }) => code.trim().split('\n'));

    it.each(commands)('%s', async (command) => {
      const program = RunningProgram.start(
        ['sh'],
        'one-line.sh',
        command.replace(documentedUrl, service.url ?? ''),
      );
      running = program;
      await program.until((lines) =>
        lines.some((line) => /^(data: )?\{"\$schema".*"topic":"eqiad/.test(line)),
      );
    });
  });
});
