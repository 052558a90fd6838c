import { BuiltService } from '../support/built-service';
import type { PythonClient } from '../support/python';
import { describePython, PythonReader, pythonStartTimeoutMs } from '../support/python';
import { ServiceProcess } from '../support/service-process';
import { RawStream } from '../support/sse-client';

const clients: readonly PythonClient[] = ['sseclient', 'requests-sse'];

describePython('the service as it starts without a configuration of streams', () => {
  let built: BuiltService;
  let service: ServiceProcess;
  let python: PythonReader;

  beforeAll(async () => {
    built = BuiltService.build();
    service = await ServiceProcess.start(built.main, { drain_ms: 1 });
    python = await PythonReader.start();
  }, pythonStartTimeoutMs);

  afterAll(async () => {
    await python.stop();
    await service.signal('SIGKILL');
    built.remove();
  });

  it.each(clients)('gives to Python %s every event as it is, titles beyond Latin-1 too', async (client) => {
    const url = `${service.url ?? ''}/v2/stream/mediawiki.recentchange?since=0`;
    const isForeign = (title: unknown): boolean => /[^\0-\u00ff]/.test(String(title));
    const stream = await RawStream.open(url);
    await stream.until(({ data }) => data.some(({ title }) => isForeign(title)));
    stream.close();
    const events = stream.events.map(({ data }) => data ?? '');
    const last = events[stream.data.findIndex(({ title }) => isForeign(title))] ?? '';
    const id = (JSON.parse(last) as { meta: { id: string } }).meta.id;

    const { data } = await python.read(client, url, id);
    expect(data).toEqual(events.slice(0, data.length));
    expect(data.at(-1)).toBe(last);
  });
});
