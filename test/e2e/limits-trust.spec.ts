import { MemoryLog } from '../../src/infrastructure/memory/memory-log';
import type { Service } from '../support/service';
import { startService } from '../support/service';
import { RawStream } from '../support/sse-client';

describe('the address of a client in the log', () => {
  let service: Service;

  afterEach(() => service.close());

  it.each<[string, object, string]>([
    ['what a believed proxy says', { trusted_proxies: ['127.0.0.0/8'] }, '10.0.0.1'],
    ['what anybody says, where all are believed', {}, '10.0.0.1'],
    [
      'where it came from, if who says otherwise is not believed',
      { trusted_proxies: ['10.0.0.0/8'] },
      '127.0.0.1',
    ],
  ])('is %s', async (_, config, ip) => {
    const log = new MemoryLog();
    log.createTopic('dc1.edit', 1);
    service = await startService({ edit: { topics: ['dc1.edit'] } }, { ...config }, log);
    const stream = await RawStream.open(`${service.url}/v2/stream/edit`, { 'X-Client-IP': '10.0.0.1' });
    stream.close();
    const closing = (): string | undefined =>
      service
        .logText()
        .split('\n')
        .find((line) => line.includes('"stream closed"'));
    while (closing() === undefined) await new Promise(setImmediate);
    expect(JSON.parse(closing() ?? '')).toMatchObject({ ip });
  });
});
