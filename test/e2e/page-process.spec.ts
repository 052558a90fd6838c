import { ask } from '../support/answer.js';
import { BuiltService } from '../support/built-service.js';
import { testTimeoutMs } from '../support/limits.js';
import { ServiceProcess } from '../support/service-process.js';

describe('the page of the service as it is shipped', () => {
  let built: BuiltService;
  let service: ServiceProcess;

  beforeAll(() => (built = BuiltService.build()), testTimeoutMs);
  afterAll(() => built.remove());
  afterEach(() => service.signal('SIGKILL'));

  async function start(config: Readonly<Record<string, unknown>> = {}): Promise<string> {
    service = await ServiceProcess.start(built.main, { sample_history_ms: 1000, ...config });
    return service.url ?? '';
  }

  it('is missed in the log where it was not built, and the rest is served', async () => {
    const url = await start();
    expect(service.logText).toMatch(/"folder":"[^"]*dist\/ui".*cannot serve \/v2\/ui, the page is not built/);
    expect((await ask(`${url}/v2/ui`)).status).toBe(404);
    expect((await ask(url)).headers.location).toBe('/?doc');
    expect((await ask(`${url}/v2/stream/mediawiki.recentchange`, {}, 'HEAD')).status).toBe(200);
  });

  it(
    'is there without a configuration, from what the build made',
    async () => {
      built.addPage();
      const url = await start();
      expect(service.logText).not.toContain('not built');
      const { status, body } = await ask(`${url}/v2/ui`);
      expect(status).toBe(200);
      const assets = [...body.matchAll(/(?:src|href)="(\.\/ui\/[^"]+)"/g)].map(([, path]) => path!);
      expect(assets.length).toBeGreaterThan(1);
      for (const asset of assets) {
        expect((await ask(new URL(asset, `${url}/v2/ui`).href)).status).toBe(200);
      }
    },
    testTimeoutMs,
  );

  it('shows events that are made up, and the log, /_info and the description say so', async () => {
    const url = await start();
    expect(service.logText).toContain(
      '"msg":"serving sample events: they are generated, and no Kafka is read"',
    );
    expect(JSON.parse((await ask(`${url}/_info`)).body)).toMatchObject({
      name: 'eventstreams',
      sample: true,
    });
    expect(JSON.parse((await ask(`${url}/?spec`)).body)).toMatchObject({ info: { 'x-sample': true } });
  });

  it('can be switched off', async () => {
    const url = await start({ stream_ui_enabled: false });
    expect((await ask(`${url}/v2/ui`)).status).toBe(404);
    expect(service.logText).not.toContain('not built');
  });
});
