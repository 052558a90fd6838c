import { MemoryLog } from '../../src/infrastructure/memory/memory-log.js';
import type { Service } from '../support/service.js';
import { startService } from '../support/service.js';
import { RawStream } from '../support/sse-client.js';

describe('the address of a client in the log, of a stream and of what was refused', () => {
  let service: Service;

  afterEach(() => service.close());

  it.each<[string, object, string]>([
    ['what a believed proxy says', { trusted_proxies: ['127.0.0.0/8'] }, '10.0.0.1'],
    ['what a private network says, where nothing is configured', {}, '10.0.0.1'],
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
    expect(await lineOf('stream closed')).toMatchObject({ ip });
    await fetch(`${service.url}/v2/stream/none`, { headers: { 'X-Client-IP': '10.0.0.1' } });
    expect(await lineOf('request completed')).toMatchObject({ ip, res: { status: 400 } });
  });

  it('is cut where it is long, as all that clients say of themselves', async () => {
    const log = new MemoryLog();
    log.createTopic('dc1.edit', 1);
    service = await startService({ edit: { topics: ['dc1.edit'] } }, {}, log);
    const [long, cut] = ['x'.repeat(9000), `${'x'.repeat(200)}…`];
    const headers = { 'X-Client-IP': long, 'User-Agent': long, Referer: long };
    (await RawStream.open(`${service.url}/v2/stream/edit`, headers)).close();
    expect(await lineOf('stream closed')).toMatchObject({ ip: cut, userAgent: cut, referrer: cut });
    await fetch(`${service.url}/v2/stream/none`, { headers });
    expect(await lineOf('request completed')).toMatchObject({ ip: cut });
  });

  async function lineOf(msg: string): Promise<unknown> {
    const found = (): string | undefined =>
      service
        .logText()
        .split('\n')
        .find((line) => line.includes(`"${msg}"`));
    while (found() === undefined) await new Promise(setImmediate);
    return JSON.parse(found() ?? '');
  }
});
